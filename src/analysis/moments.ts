import { mean as compensatedMean } from 'simple-statistics';
import { present, withNaN } from './present.ts';

/** Arithmetic mean, its sum compensated for rounding (Kahan & Babuška); NaN when empty. */
export function mean(values: ArrayLike<number>): number {
  // It only reads by index, so typed arrays need no copy.
  return values.length === 0 ? Number.NaN : compensatedMean(values as number[]);
}

/** Sum of squares about the mean, two-pass with the correction of Chan, Golub & LeVeque 1983. */
export function squaresAboutMean(values: ArrayLike<number>): number {
  const centre = mean(values);
  let [squares, rest] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const away = (values[index] as number) - centre;
    squares += away * away;
    rest += away;
  }
  return values.length === 0 ? 0 : squares - (rest * rest) / values.length;
}

/** Sample standard deviation (n − 1); NaN below two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : Math.sqrt(squaresAboutMean(values) / (values.length - 1));
}

/** Autocorrelation at `lag`, about the overall mean and over the overall squares (Box & Jenkins); 0 for a constant. */
export function autocorrelation(values: ArrayLike<number | null>, lag: number): number {
  return autocorrelations(withNaN(values), lag)[lag - 1] as number;
}

/**
 * The same at lags 1 … `lags`. A missing value (NaN, infinite) takes its pairs with it: closing the gap would pair values
 * that were not neighbours.
 */
export function autocorrelations(values: Float64Array, lags: number): readonly number[] {
  const known = present(values);
  const centre = mean(known);
  const squares = squaresAboutMean(known);
  // Missing values become the centre: their products are 0.
  const away = new Float64Array(values.length);
  for (let row = 0; row < away.length; row += 1) away[row] = Number.isFinite(values[row]) ? (values[row] as number) - centre : 0;
  return Array.from({ length: lags }, (_, index) => {
    if (!(squares > 0)) return 0;
    let products = 0;
    for (let row = index + 1; row < away.length; row += 1) products += (away[row] as number) * (away[row - index - 1] as number);
    return products / squares;
  });
}

/** How many independent values n autocorrelated ones are worth, n (1 − ρ) / (1 + ρ), between 1 and n. */
export function effectiveCount(n: number, rho: number): number {
  const damped = Math.min(Math.max(rho, 0), 1);
  return Math.max(Math.min(1, n), (n * (1 - damped)) / (1 + damped));
}
