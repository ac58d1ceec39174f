import { chiSquareAbove } from './chi-square-distribution.ts';

/** Whether values remember those before them at all. */
export interface LjungBox {
  /** Lags that were taken together. */
  readonly lags: number;
  readonly statistic: number;
  /** Of independent values. */
  readonly p: number;
}

/** Ljung & Box 1978: n (n + 2) Σ rₖ² / (n − k) against chi-square. `correlations` at lags 1, 2, …; null without any. */
export function ljungBox(correlations: readonly number[], n: number): LjungBox | null {
  const lags = correlations.length;
  if (lags === 0 || n <= lags) return null;
  const sum = correlations.reduce((total, correlation, index) => total + correlation ** 2 / (n - index - 1), 0);
  const statistic = n * (n + 2) * sum;
  return { lags, statistic, p: chiSquareAbove(statistic, lags) };
}
