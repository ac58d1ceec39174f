import { chiSquareQuantile } from './chi-square-distribution.ts';

/** Exact interval of the mean of a Poisson count (Garwood 1936): χ²(α/2, 2r) / 2 … χ²(1 − α/2, 2r + 2) / 2; low is 0 at none. */
export function poissonInterval(count: number, level = 0.95): { readonly low: number; readonly high: number } {
  const tail = (1 - level) / 2;
  return {
    low: count === 0 ? 0 : chiSquareQuantile(tail, 2 * count) / 2,
    high: chiSquareQuantile(1 - tail, 2 * count + 2) / 2,
  };
}
