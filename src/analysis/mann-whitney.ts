import { normalAbove } from './normal-distribution.ts';

/** Exact counts up to this many units a side; beyond it the Normal approximation is good to four digits. */
const EXACT_UNITS = 60;

/**
 * Lower tail P(U ≤ u) of the Mann–Whitney statistic of m and n values without ties under the null, for u = 0, 1, … ⌊mn/2⌋.
 * Exact by the recurrence of Mann & Whitney 1947 on probabilities; the Normal with continuity correction for more than 60 a side.
 */
export function rankSumTail(m: number, n: number): readonly number[] {
  const half = Math.floor((m * n) / 2);
  if (Math.max(m, n) > EXACT_UNITS) {
    const sd = Math.sqrt((m * n * (m + n + 1)) / 12);
    return Array.from({ length: half + 1 }, (_, u) => normalAbove(((m * n) / 2 - u - 0.5) / sd));
  }
  let sum = 0;
  // The same sums in the same order whichever side is called m.
  return [...probabilities(Math.min(m, n), Math.max(m, n), half)].map((probability) => Math.min(1, (sum += probability)));
}

/** P(U = u | i, j) = j/(i+j) · P(u − i | i, j − 1) + i/(i+j) · P(u | i − 1, j): the largest value is a y, or an x. */
function probabilities(m: number, n: number, upTo: number): Float64Array {
  const first = (): Float64Array => {
    const row = new Float64Array(upTo + 1);
    row[0] = 1;
    return row;
  };
  let row = Array.from({ length: n + 1 }, first);
  for (let i = 1; i <= m; i += 1) {
    const next = [first()];
    for (let j = 1; j <= n; j += 1) {
      const [left, above] = [next[j - 1] as Float64Array, row[j] as Float64Array];
      const cell = new Float64Array(upTo + 1);
      for (let u = 0; u <= Math.min(upTo, i * j); u += 1) {
        cell[u] = ((u >= i ? j * (left[u - i] as number) : 0) + i * (above[u] as number)) / (i + j);
      }
      next.push(cell);
    }
    row = next;
  }
  return row[n] as Float64Array;
}

/** Smallest two-sided p that m and n values can give: 2 / C(m + n, n). */
export function smallestP(m: number, n: number): number {
  let p = 2;
  for (let i = 1; i <= n; i += 1) p *= i / (m + i);
  return Math.min(1, p);
}

export type RankSumTail = (m: number, n: number) => readonly number[];

export interface ShiftSizes {
  readonly m: number;
  readonly n: number;
  readonly none: number;
  readonly tail?: RankSumTail | undefined;
}

export interface ShiftTest {
  /** Two-sided p of no shift. */
  readonly p: number;
  /** The shifts that the test at this alpha does not reject; null where no p gets below it. */
  readonly interval: (alpha: number) => { readonly low: number; readonly high: number } | null;
}

/**
 * The exact Mann–Whitney test and its inversion (Lehmann, Nonparametrics, §2.6): the interval leaves out `none` exactly when
 * p < alpha. `differences`: all m · n of them (or ratios), ascending; `none`: the one that means no shift (0, or 1).
 * Ties count towards no shift, which keeps both valid, a little conservative, for values that repeat.
 */
export function shiftTest(differences: readonly number[], { m, n, none, tail: tailOf = rankSumTail }: ShiftSizes): ShiftTest {
  const tail = tailOf(m, n);
  const above = differences.filter((difference) => difference > none).length;
  const below = differences.filter((difference) => difference < none).length;
  const u = differences.length - Math.max(above, below);
  return {
    p: u < tail.length ? Math.min(1, 2 * (tail[u] as number)) : 1,
    interval: (alpha) => {
      const rejected = tail.findIndex((probability) => 2 * probability >= alpha);
      if (rejected <= 0) return null;
      return { low: differences[rejected - 1] as number, high: differences[differences.length - rejected] as number };
    },
  };
}
