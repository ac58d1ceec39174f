import { normalQuantile } from '../normal-distribution.ts';
import { rankSumTail } from '../mann-whitney.ts';
import type { Estimate } from '../types.ts';

const LEVEL = 0.95;
const Z = normalQuantile((1 + LEVEL) / 2);
/** Up to this many pairs the interval's ranks are exact; the Normal with continuity correction beyond. */
const EXACT_PAIRS = 400;

/**
 * Shift y − x of Hodges & Lehmann 1963, the median of all m · n differences, with the 95 % interval that inverts the Mann–Whitney test.
 * The differences are never listed: a rank among them is found by bisection on the value, O((m + n) · 64) time and no memory,
 * and the answer is exactly one of them. `inflation` ≥ 1: long-run variance ÷ variance, which widens the interval for
 * values that follow one another.
 */
export function hodgesLehmann(x: Float64Array, y: Float64Array, inflation = 1): Estimate {
  const [left, right] = [x.toSorted(), y.toSorted()];
  const pairs = left.length * right.length;
  const [low, high] = [Math.floor((pairs + 1) / 2), Math.ceil((pairs + 1) / 2)];
  const lower = differenceOfRank(left, right, low);
  const value = low === high ? lower : (lower + differenceOfRank(left, right, high)) / 2;
  const rank = intervalRank(left.length, right.length, inflation);
  if (rank < 1) return { value, low: null, high: null, level: LEVEL };
  return { value, low: differenceOfRank(left, right, rank), high: differenceOfRank(left, right, pairs + 1 - rank), level: LEVEL };
}

/** Rank, from 1, of the difference that bounds the shift from below; 0 where so few values have none. */
function intervalRank(m: number, n: number, inflation: number): number {
  const pairs = m * n;
  if (pairs <= EXACT_PAIRS && inflation === 1) {
    const kept = rankSumTail(m, n).findIndex((probability) => 2 * probability >= 1 - LEVEL);
    return Math.max(0, kept);
  }
  const sd = Math.sqrt(((pairs * (m + n + 1)) / 12) * inflation);
  return Math.max(0, Math.floor(pairs / 2 - Z * sd));
}

/** The k-th smallest of all y − x, k from 1; both ascending. */
function differenceOfRank(x: Float64Array, y: Float64Array, k: number): number {
  let low = (y[0] as number) - (x.at(-1) as number);
  let high = (y.at(-1) as number) - (x[0] as number);
  // Invariant: fewer than k differences are below `low`, at least k are at or below `high`.
  for (let step = 0; step < 64 && low < high; step += 1) {
    const guess = low + (high - low) / 2;
    if (guess <= low || guess >= high) break;
    if (countAtMost(x, y, guess) >= k) high = guess;
    else low = guess;
  }
  return greatestAtMost(x, y, high);
}

function countAtMost(x: Float64Array, y: Float64Array, bound: number): number {
  let count = 0;
  let j = 0;
  for (let i = 0; i < x.length; i += 1) {
    while (j < y.length && (y[j] as number) - (x[i] as number) <= bound) j += 1;
    count += j;
  }
  return count;
}

function greatestAtMost(x: Float64Array, y: Float64Array, bound: number): number {
  let greatest = Number.NEGATIVE_INFINITY;
  let j = 0;
  for (let i = 0; i < x.length; i += 1) {
    while (j < y.length && (y[j] as number) - (x[i] as number) <= bound) j += 1;
    if (j > 0) greatest = Math.max(greatest, (y[j - 1] as number) - (x[i] as number));
  }
  return greatest;
}
