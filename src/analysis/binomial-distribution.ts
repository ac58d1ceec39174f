import { betaAbove } from './beta-distribution.ts';

/** P(X ≤ k) of Binomial(n, p), exact through the incomplete beta: I_{1−p}(n − k, k + 1). */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaAbove(p, k + 1, n - k);
}
