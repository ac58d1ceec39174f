import { seededRandom } from '../../src/core/random.ts';
import { mean } from './leave-one-out.ts';

const DRAWS = 10_000;

/** 95 % percentile interval of the mean of paired differences, the pairs drawn again with replacement. */
export function pairedInterval(differences: readonly number[], seed = 1): readonly [number, number] {
  const random = seededRandom(seed);
  const n = differences.length;
  const means = Array.from({ length: DRAWS }, () => mean(Array.from({ length: n }, () => differences[Math.floor(random() * n)] as number)));
  means.sort((a, b) => a - b);
  return [means[Math.floor(0.025 * DRAWS)] as number, means[Math.ceil(0.975 * DRAWS) - 1] as number];
}
