import { betaAbove, betaQuantile } from './beta-distribution.ts';

/** P(F > f) of Fisher's F with d1 and d2 degrees of freedom. */
export function fAbove(f: number, d1: number, d2: number): number {
  if (f <= 0) return 1;
  return betaAbove((d1 * f) / (d1 * f + d2), d1 / 2, d2 / 2);
}

/** f with P(F ≤ f) = p, 0 ≤ p < 1. */
export function fQuantile(p: number, d1: number, d2: number): number {
  // The complement's quantile keeps the digits of 1 − x.
  const rest = betaQuantile(1 - p, d2 / 2, d1 / 2);
  return (d2 * (1 - rest)) / (d1 * rest);
}
