import { quantileInterval } from './order-interval.ts';
import { ascending } from './quantile.ts';
import type { Estimate } from './types.ts';

/** Median with its exact distribution-free interval; bounds null below 6 values at 95 %. Values independent, in any order. */
export function medianInterval(values: readonly number[], level = 0.95): Estimate {
  return quantileInterval(ascending(values), 0.5, level);
}
