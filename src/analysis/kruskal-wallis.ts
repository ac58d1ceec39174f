import { chiSquareAbove } from './chi-square-distribution.ts';
import { midRanks } from './mid-ranks.ts';
import { present } from './present.ts';

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

/** Kruskal & Wallis 1952, large-sample. NaN and infinite values are left out, and groups without a value; null below two groups or three values. */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): KruskalWallis | null {
  const known = groups.map((group) => present(new Float64Array(group))).filter(({ length }) => length > 0);
  const n = known.reduce((sum, { length }) => sum + length, 0);
  if (known.length < 2 || n < 3) return null;
  const all = new Float64Array(n);
  const starts: number[] = [];
  let next = 0;
  for (const group of known) {
    starts.push(next);
    all.set(group, next);
    next += group.length;
  }
  const { ranks, ties } = midRanks(all);
  const between = known.reduce((sum, { length }, index) => {
    const start = starts[index] as number;
    const ownSum = ranks.subarray(start, start + length).reduce((total, rank) => total + rank, 0);
    return sum + length * (ownSum / length - (n + 1) / 2) ** 2;
  }, 0);
  const correction = 1 - ties / (n ** 3 - n);
  const statistic = correction > 0 ? (12 * between) / (n * (n + 1) * correction) : 0;
  return {
    groups: known.length,
    n,
    statistic,
    p: chiSquareAbove(statistic, known.length - 1),
    epsilonSquared: (statistic * (n + 1)) / (n ** 2 - 1),
  };
}
