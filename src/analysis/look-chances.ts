/**
 * Known looks from one false outage to the next when each look fails by itself with probability p (0 < p ≤ 1) and k failures in a
 * row open one: (1 − pᵏ) ÷ (pᵏ (1 − p)) = Σ p⁻ⁱ, i = 1 … k (Feller, volume 1, XIII.7). p 5 %, k 3: 8,420.
 */
export function looksBetweenFalseOutages(p: number, k: number): number {
  return Array.from({ length: k }, (_, index) => p ** -(index + 1)).reduce((sum, term) => sum + term, 0);
}

/** P that an outage of `length` seconds falls between two looks that are `interval` seconds apart: 1 − d ÷ D, 0 from D on. */
export function missedChance(length: number, interval: number): number {
  return Math.max(0, 1 - length / interval);
}
