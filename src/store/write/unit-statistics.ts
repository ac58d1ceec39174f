/** What one unit of evidence comes to. Base unit of the metric; null where there is no value (`sd`: fewer than two). */
export interface UnitStatistics {
  readonly n: number;
  readonly median: number | null;
  /** Median absolute deviation from the median, not scaled. */
  readonly mad: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly mean: number | null;
  /** With n − 1. */
  readonly sd: number | null;
}

export function unitStatistics(values: readonly number[]): UnitStatistics {
  const n = values.length;
  if (n === 0) return { n, median: null, mad: null, q1: null, q3: null, mean: null, sd: null };
  const sorted = values.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const deviations = values.map((value) => Math.abs(value - median)).toSorted((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    median,
    mad: quantile(deviations, 0.5),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
    mean,
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)),
  };
}

/** Type 7 of Hyndman & Fan (1996), the default of R and NumPy; `sorted` ascending and not empty. */
function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}
