import { lowerGamma, upperGamma } from './gamma-function.ts';
import { invertTail } from './invert-tail.ts';

/** P(X > x) of chi-square with `df` > 0 degrees of freedom. */
export function chiSquareAbove(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}

/** x with P(X ≤ x) = p, 0 ≤ p < 1. */
export function chiSquareQuantile(p: number, df: number): number {
  if (p <= 0) return 0;
  let high = Math.max(1, df);
  while (chiSquareAbove(high, df) > 1 - p) high *= 2;
  return p < 0.5 ? invertTail((x) => lowerGamma(df / 2, x / 2) - p, 0, high) : invertTail((x) => 1 - p - chiSquareAbove(x, df), 0, high);
}
