import { chiSquareAbove } from './chi-square-distribution.ts';
import { midRanks } from './mid-ranks.ts';

/** Whether groups differ in level, by ranks. */
export interface KruskalWallis {
  readonly groups: number;
  readonly n: number;
  /** H, corrected for ties; 0 where all values are equal. */
  readonly statistic: number;
  /** Of independent values of one level. */
  readonly p: number;
  /** Share of the ranks' variance that lies between groups, H (n + 1) / (n² − 1) (Tomczak & Tomczak 2014). */
  readonly epsilonSquared: number;
}

/** Kruskal & Wallis 1952, large-sample. NaN is left out, and groups without a value; null below two groups or three values. */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): KruskalWallis | null {
  const present = groups
    .map((group) => Float64Array.from(group).filter((value) => !Number.isNaN(value)))
    .filter(({ length }) => length > 0);
  const n = present.reduce((sum, { length }) => sum + length, 0);
  if (present.length < 2 || n < 3) return null;
  const all = new Float64Array(n);
  const starts: number[] = [];
  let next = 0;
  for (const group of present) {
    starts.push(next);
    all.set(group, next);
    next += group.length;
  }
  const { ranks, ties } = midRanks(all);
  const between = present.reduce((sum, { length }, index) => {
    const start = starts[index] as number;
    const ownSum = ranks.subarray(start, start + length).reduce((total, rank) => total + rank, 0);
    return sum + length * (ownSum / length - (n + 1) / 2) ** 2;
  }, 0);
  const correction = 1 - ties / (n ** 3 - n);
  const statistic = correction > 0 ? (12 * between) / (n * (n + 1) * correction) : 0;
  return {
    groups: present.length,
    n,
    statistic,
    p: chiSquareAbove(statistic, present.length - 1),
    epsilonSquared: (statistic * (n + 1)) / (n ** 2 - 1),
  };
}
