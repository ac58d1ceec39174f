import { autocorrelation, effectiveCount, mean, squaresAboutMean } from './moments.ts';
import { studentQuantile } from './student-distribution.ts';
import type { Estimate } from './types.ts';

/** The mean of some values against that of a baseline. */
export interface MeanAgainst {
  /** Mean − baseline, base unit. */
  readonly difference: Estimate;
  /** Mean ÷ baseline. */
  readonly ratio: Estimate;
}

/** Below so many values their autocorrelation is noise. */
const CORRELATED_FROM = 30;

/**
 * Difference by Welch 1947, ratio by Fieller 1954 with the same degrees of freedom (Satterthwaite), each side counting for its
 * effective number of values. Bounds are null below two values a side, and the ratio's where the baseline may be 0.
 */
export function meanAgainst(values: readonly number[], baseline: readonly number[], level = 0.95): MeanAgainst {
  const [a, b] = [moments(values), moments(baseline)];
  const open = { low: null, high: null, level };
  const difference = { value: a.mean - b.mean, ...open };
  const ratio = { value: a.mean / b.mean, ...open };
  if (Number.isNaN(a.variance) || Number.isNaN(b.variance)) return { difference, ratio };
  const total = a.variance + b.variance;
  const df = total === 0 ? Infinity : total ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df);
  const t = df === Infinity ? 0 : studentQuantile(1 - (1 - level) / 2, df);
  const half = t * Math.sqrt(total);
  const bounded = { value: difference.value, low: difference.value - half, high: difference.value + half, level };
  const [aa, bb] = [a.mean ** 2 - t ** 2 * a.variance, b.mean ** 2 - t ** 2 * b.variance];
  if (bb <= 0) return { difference: bounded, ratio };
  const root = Math.sqrt(Math.max(0, (a.mean * b.mean) ** 2 - aa * bb));
  return {
    difference: bounded,
    ratio: { value: ratio.value, low: (a.mean * b.mean - root) / bb, high: (a.mean * b.mean + root) / bb, level },
  };
}

/** Mean, the variance of that mean, and its degrees of freedom. */
function moments(values: readonly number[]): { readonly mean: number; readonly variance: number; readonly df: number } {
  const n = values.length;
  const effective = n < CORRELATED_FROM ? n : Math.max(2, effectiveCount(n, autocorrelation(values, 1)));
  return {
    mean: mean(values),
    variance: n < 2 ? Number.NaN : squaresAboutMean(values) / (n - 1) / effective,
    df: Math.max(1, effective - 1),
  };
}
