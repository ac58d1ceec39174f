import { binomialAtMost } from './binomial-distribution.ts';
import { quantile } from './quantile.ts';
import type { Estimate } from './types.ts';

/**
 * Interval of the p-quantile between two order statistics, with at least the coverage `level` for independent values of
 * any distribution: ranks from the exact binomial (David & Nagaraja, Order Statistics, §7.1). The error is shared evenly
 * where it can be; where only the greatest value can bound it from above, the lower rank takes what is left.
 * A bound is null where n is too small for it.
 */
export function quantileInterval(sorted: ArrayLike<number>, p: number, level = 0.95): Estimate {
  const value = quantile(sorted, p);
  const ranks = quantileRanks(sorted.length, p, level);
  if (ranks === undefined) return { value, low: null, high: null, level };
  return { value, low: sorted[ranks.low - 1] as number, high: sorted[ranks.high - 1] as number, level };
}

/** 1-based ranks; undefined when no pair of values covers the quantile at this level. */
export function quantileRanks(n: number, p: number, level: number): { readonly low: number; readonly high: number } | undefined {
  const error = 1 - level;
  // Ends too low when the quantile lies above the value of rank r: P(all but fewer than n − r values below) = P(X ≥ r).
  const above = (rank: number): number => 1 - binomialAtMost(rank - 1, n, p);
  const below = (rank: number): number => binomialAtMost(rank - 1, n, p);
  if (n === 0) return undefined;
  let high = firstRank(n, (rank) => above(rank) <= error / 2);
  let low = lastRank(n, (rank) => below(rank) <= error / 2);
  if (high === 0) {
    if (above(n) > error) return undefined;
    high = n;
    low = lastRank(n, (rank) => below(rank) <= error - above(n));
  } else if (low === 0) {
    if (below(1) > error) return undefined;
    low = 1;
    high = firstRank(n, (rank) => above(rank) <= error - below(1));
  }
  return low === 0 || high === 0 ? undefined : { low, high };
}

/** Smallest n whose greatest value bounds the p-quantile from above at this (one-sided) level: 59 for p95, 299 for p99 at 95 %. */
export function unitsForQuantile(p: number, level = 0.95): number {
  const extreme = Math.max(p, 1 - p);
  return Math.ceil(Math.log(1 - level) / Math.log(extreme));
}

/** Smallest n that has an interval of the median: 6 at 95 %. */
export function unitsForMedian(level = 0.95): number {
  return Math.ceil(Math.log2(2 / (1 - level)));
}

/** Smallest rank for which a condition holds that, once true, stays true; 0 when it never does. */
function firstRank(n: number, holds: (rank: number) => boolean): number {
  if (!holds(n)) return 0;
  let [no, yes] = [0, n];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Greatest rank for which a condition holds that, once false, stays false; 0 when it never does. */
function lastRank(n: number, holds: (rank: number) => boolean): number {
  const first = firstRank(n, (rank) => !holds(rank));
  return first === 0 ? n : first - 1;
}
