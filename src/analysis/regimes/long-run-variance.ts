/** `longRun`: what the variance of the mean would be × n, were the values to follow one another for ever as they do here. */
export interface LongRunVariance {
  readonly variance: number;
  readonly longRun: number;
}

/** Of residuals (their mean is taken as 0): Bartlett's weights to lag n^{1/3} (Newey & West 1987). */
export function longRunVariance(residuals: Float64Array): LongRunVariance {
  const n = residuals.length;
  const lags = Math.min(n - 1, Math.round(Math.cbrt(n)));
  let variance = 0;
  let longRun = 0;
  for (let lag = 0; lag <= lags; lag += 1) {
    let products = 0;
    for (let i = lag; i < n; i += 1) products += (residuals[i] as number) * (residuals[i - lag] as number);
    if (lag === 0) variance = products / n;
    longRun += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * (products / n);
  }
  return { variance, longRun };
}

/** Long-run variance ÷ variance, at least 1: how many of these values say as much as one independent value. */
export function inflationOf({ variance, longRun }: LongRunVariance): number {
  return variance > 0 ? Math.max(1, longRun / variance) : 1;
}

/** Values minus the mean of their segment; `ends`: 0, the first points of the other segments, n. */
export function aboutSegments(values: Float64Array, ends: readonly number[]): Float64Array {
  const rest = Float64Array.from(values);
  for (let k = 1; k < ends.length; k += 1) {
    const [from, to] = [ends[k - 1] as number, ends[k] as number];
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += values[i] as number;
    for (let i = from; i < to; i += 1) rest[i] = (values[i] as number) - sum / (to - from);
  }
  return rest;
}
