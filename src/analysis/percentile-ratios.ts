import { percentile } from './fluctuation.ts';
import { quantileInterval } from './order-interval.ts';
import type { Estimate, TooFew } from './types.ts';

/** How far the good and the bad end lie from the middle. */
export interface Percentiles {
  /** In the unit of the values. */
  readonly p5: Estimate | TooFew;
  /** Ratios; NaN where the median is not positive. */
  readonly p95ToMedian: Estimate | TooFew;
  readonly p99ToMedian: Estimate | TooFew;
}

/**
 * `sorted` ascending. A ratio's interval divides the bounds of the two quantiles, each at half the error (Bonferroni), so it
 * covers at least `level` of independent values of any distribution; bounds are null where n is too small for that.
 */
export function percentiles(sorted: ArrayLike<number>, level = 0.95): Percentiles {
  return { p5: percentile(sorted, 0.05), p95ToMedian: toMedian(sorted, 0.95, level), p99ToMedian: toMedian(sorted, 0.99, level) };
}

function toMedian(sorted: ArrayLike<number>, p: number, level: number): Estimate | TooFew {
  const plain = percentile(sorted, p);
  if ('tooFew' in plain) return plain;
  const each = 1 - (1 - level) / 2;
  const [top, middle] = [quantileInterval(sorted, p, each), quantileInterval(sorted, 0.5, each)];
  const ratio = (upper: number | null, lower: number | null): number | null => {
    if (upper === null || lower === null) return null;
    return lower > 0 ? upper / lower : Number.NaN;
  };
  return {
    value: ratio(top.value, middle.value) ?? Number.NaN,
    low: ratio(top.low, middle.high),
    high: ratio(top.high, middle.low),
    level,
  };
}
