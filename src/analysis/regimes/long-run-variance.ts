/** `longRun`: n × the variance of their mean, which is the variance itself for independent values. */
export interface LongRunVariance {
  readonly variance: number;
  readonly longRun: number;
}

/** Autocorrelation beyond which the plug-in is not followed. */
const MOST_RHO = 0.95;

/** Of residuals (their mean is taken as 0): Bartlett's weights to lag n^{1/3} (Newey & West 1987). */
export function longRunVariance(residuals: Float64Array): LongRunVariance {
  const n = residuals.length;
  const lags = Math.min(n - 1, Math.round(Math.cbrt(n)));
  const variance = covariance(residuals, 0);
  let longRun = variance;
  for (let lag = 1; lag <= lags; lag += 1) longRun += 2 * (1 - lag / (lags + 1)) * covariance(residuals, lag);
  return { variance, longRun };
}

/** Long-run variance ÷ variance, at least 1: how many of these values say as much as one independent value. */
export function inflationOf({ variance, longRun }: LongRunVariance): number {
  return variance > 0 ? Math.max(1, longRun / variance) : 1;
}

/**
 * Geometric mean of that and (1 + ρ) ÷ (1 − ρ), which it would be were the residuals AR(1): few lags see too little of a long memory,
 * and a season or a bend looks to the plug-in like more than there is.
 */
export function cautiousInflation(residuals: Float64Array, known: LongRunVariance): number {
  const seen = inflationOf(known);
  if (!(known.variance > 0)) return seen;
  const rho = Math.min(MOST_RHO, covariance(residuals, 1) / known.variance);
  return Math.sqrt(seen * Math.max(seen, (1 + rho) / (1 - rho)));
}

function covariance(residuals: Float64Array, lag: number): number {
  let products = 0;
  for (let i = lag; i < residuals.length; i += 1) products += (residuals[i] as number) * (residuals[i - lag] as number);
  return products / residuals.length;
}
