import { normalRandom } from '../../src/analysis/normal-random.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import type { Unit } from '../../src/analysis/types.ts';

/** Standard Normal values from a seed. */
export function gaussian(seed: number): () => number {
  return normalRandom(seededRandom(seed));
}

/** Units whose medians vary by `between` and whose jobs by `within` (standard deviations of logs). */
export function units(
  normal: () => number,
  { count, jobs, between, within, ratio = 1 }: { count: number; jobs: number; between: number; within: number; ratio?: number },
): Unit[] {
  return Array.from({ length: count }, (_, index) => {
    const level = ratio * Math.exp(between * normal());
    return { key: `unit ${index}`, values: Array.from({ length: jobs }, () => level * Math.exp(within * normal())) };
  });
}

export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Bounds that a count of `rate` successes in `runs` leaves with probability under 1e-4: 3.9 standard errors and one. */
export function chanceBounds(rate: number, runs: number): { readonly low: number; readonly high: number } {
  const half = 3.9 * Math.sqrt((rate * (1 - rate)) / runs) + 1 / runs;
  return { low: rate - half, high: rate + half };
}
