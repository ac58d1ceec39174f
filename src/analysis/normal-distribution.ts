import { lowerGamma, upperGamma } from './gamma-function.ts';
import { invertTail } from './invert-tail.ts';

/** P(Z > z) of the standard Normal: ½ Q(½, z²/2), precise far out in the tail. */
export function normalAbove(z: number): number {
  if (z < 0) return 1 - normalAbove(-z);
  return z < 1 ? 0.5 - 0.5 * lowerGamma(0.5, (z * z) / 2) : 0.5 * upperGamma(0.5, (z * z) / 2);
}

/** z with P(Z ≤ z) = p; ±Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p < 0.5) return -invertTail((z) => p - normalAbove(z), 0, 40);
  return invertTail((z) => 1 - p - normalAbove(z), 0, 40);
}
