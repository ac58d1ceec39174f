import { quantileInterval } from './order-interval.ts';
import { ascending, quantile } from './quantile.ts';

/** Less than half more than usual is not worth a word, however steady the rest. */
const LEAST_RATIO = 1.5;
/** Interquartile ranges beyond the quartile from which a value is labelled an outlier (Hoaglin & Iglewicz 1987, refining Tukey's 1.5). */
const FENCE = 2.2;

/** Upper outlier fence of the logs, and at least half more than the median. The outliers themselves may be among `sorted`. */
export function outlierFence(sorted: readonly number[]): number {
  const [q1, q2, q3] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p)) as [number, number, number];
  return Math.max(LEAST_RATIO * q2, q1 > 0 ? q3 * (q3 / q1) ** FENCE : 0);
}

/**
 * Seconds beyond which an act is slow, learned from undisturbed ones: beyond their outlier fence, and more than 95 % of such acts
 * take, with 95 % confidence (an order statistic, so for any distribution; the slowest one below 59). NaN without any.
 */
export function slowLimit(seconds: readonly number[]): number {
  if (seconds.length === 0) return Number.NaN;
  const sorted = ascending(seconds);
  // Two-sided at 90 % has 5 % above its upper bound.
  const usual = quantileInterval(sorted, 0.95, 0.9).high ?? (sorted.at(-1) as number);
  return Math.max(usual, outlierFence(sorted));
}
