import { betaAbove, betaBelow } from './beta-distribution.ts';
import { invertTail } from './invert-tail.ts';

/** P(T > t) of Student's t with `df` > 0 degrees of freedom: ½ I_{df/(df+t²)}(df/2, ½). */
export function studentAbove(t: number, df: number): number {
  if (t < 0) return 1 - studentAbove(-t, df);
  // Near 0 the argument is nearly 1, where the complement keeps the digits.
  if (t * t < df) return 0.5 - 0.5 * betaBelow((t * t) / (df + t * t), 0.5, df / 2);
  return 0.5 * betaAbove((t * t) / (df + t * t), 0.5, df / 2);
}

/** t with P(T ≤ t) = p, 0 < p < 1. */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let high = 2;
  while (studentAbove(high, df) > 1 - p) high *= 2;
  return invertTail((t) => 1 - p - studentAbove(t, df), 0, high);
}
