import { invertTail } from './invert-tail.ts';
import { logGamma } from './gamma-function.ts';

const TINY = 1e-300;

/** P(X ≤ x) of Beta(a, b), a, b > 0: the regularised incomplete beta I_x(a, b) (DLMF 8.17.22 by Lentz' method). */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only below the mean; above it, the mirror image does.
  return x < (a + 1) / (a + b + 2) ? continued(x, a, b) : 1 - continued(1 - x, b, a);
}

/** P(X > x), precise where it is small. */
export function betaAbove(x: number, a: number, b: number): number {
  return betaBelow(1 - x, b, a);
}

/** x with P(X ≤ x) = p, p in 0…1. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return invertTail((x) => betaBelow(x, a, b) - p, 0, 1);
}

function continued(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 4e-16) break;
  }
  return front * fraction;
}

function guard(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
