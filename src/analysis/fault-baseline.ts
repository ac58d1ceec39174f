import { endOf, inStartOrder, type FaultedLoad, type Iteration } from './faulted-load.ts';
import { quantileInterval } from './order-interval.ts';
import { ascending, quantile } from './quantile.ts';

/**
 * Successful iterations that had ended when the fault was injected, without the first `warmUp` of the load; of a load without a
 * fault all of them.
 */
export function beforeFault({ iterations, faultAt }: FaultedLoad, warmUp: number): readonly Iteration[] {
  return inStartOrder(iterations)
    .slice(warmUp)
    .filter((iteration) => !iteration.failed && endOf(iteration) < (faultAt ?? Infinity));
}

/** Less than half more than usual is not what a fault is injected to find out, however steady the baseline. */
const LEAST_RATIO = 1.5;
/** Interquartile ranges beyond the quartile from which a value is labelled an outlier (Hoaglin & Iglewicz 1987, refining Tukey's 1.5). */
const FENCE = 2.2;

/**
 * Seconds beyond which an iteration is slow: more than 95 % of those before the fault took, with 95 % confidence (an order
 * statistic, so for any distribution; the slowest one below 59), beyond the outlier fence of their logs, and at least half more
 * than their median. NaN without any.
 */
export function slowLimit(seconds: readonly number[]): number {
  if (seconds.length === 0) return Number.NaN;
  const sorted = ascending(seconds);
  // Two-sided at 90 % has 5 % above its upper bound.
  const usual = quantileInterval(sorted, 0.95, 0.9).high ?? (sorted.at(-1) as number);
  const [q1, q2, q3] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p)) as [number, number, number];
  return Math.max(usual, LEAST_RATIO * q2, q1 > 0 ? q3 * (q3 / q1) ** FENCE : 0);
}
