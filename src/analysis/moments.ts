import { mean as compensatedMean } from 'simple-statistics';

/** Arithmetic mean, its sum compensated for rounding (Kahan & Babuška); NaN when empty. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : compensatedMean([...values]);
}

/** Sum of squares about the mean, two-pass with the correction of Chan, Golub & LeVeque 1983. */
export function squaresAboutMean(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const rest = values.reduce((sum, value) => sum + (value - centre), 0);
  return values.length === 0 ? 0 : squares - (rest * rest) / values.length;
}

/** Sample standard deviation (n − 1); NaN below two values. */
export function standardDeviation(values: readonly number[]): number {
  return values.length < 2 ? Number.NaN : Math.sqrt(squaresAboutMean(values) / (values.length - 1));
}

/** Autocorrelation at `lag`, about the overall mean and over the overall squares (Box & Jenkins); 0 for a constant. */
export function autocorrelation(values: readonly (number | null)[], lag: number): number {
  const present = values.filter((value): value is number => value !== null);
  const centre = mean(present);
  const squares = squaresAboutMean(present);
  if (!(squares > 0)) return 0;
  // A missing value takes its two pairs with it; closing the gap would pair values that were not neighbours.
  const products = values.slice(lag).reduce<number>((sum, value, index) => {
    const earlier = values[index];
    return value === null || earlier === null || earlier === undefined ? sum : sum + (value - centre) * (earlier - centre);
  }, 0);
  return products / squares;
}

/** How many independent values n autocorrelated ones are worth, n (1 − ρ) / (1 + ρ), between 1 and n. */
export function effectiveCount(n: number, rho: number): number {
  const damped = Math.min(Math.max(rho, 0), 1);
  return Math.max(Math.min(1, n), (n * (1 - damped)) / (1 + damped));
}
