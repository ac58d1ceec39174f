/** Squared residuals of any segment [from, to) about its level or its line, each in O(1) from prefix sums. */
export interface SegmentCost {
  readonly n: number;
  /** About the mean, in units of the variance. */
  readonly level: (from: number, to: number) => number;
  /** About the least-squares line, in units of the variance. */
  readonly line: (from: number, to: number) => number;
  /** What the search pays: the level, or the line and `slopePenalty` for it, whichever is less. */
  readonly cost: (from: number, to: number) => number;
  /**
   * The same for many starts, the hot loop of the search: totals[k] = before[starts[k]] + cost(starts[k], to) for k < count.
   * Which k is least; the first of equals.
   */
  readonly leastTotal: (starts: Int32Array, count: number, to: number, before: Float64Array, totals: Float64Array) => number;
}

/**
 * `values` are centred and divided by their own standard deviation, which also keeps the sums small.
 * RSS_level = V_yy, RSS_line = V_yy − V_ty² / V_tt with V_tt = n (n² − 1) / 12. `slopePenalty` Infinity: levels only.
 */
export function segmentCost(values: Float64Array, slopePenalty: number): SegmentCost {
  const { sums, squares, moments } = prefixSums(values);
  // Only the search needs them, and most costs are not for a search.
  let divisors: Divisors | undefined;
  const level = (from: number, to: number): number => {
    const sum = (sums[to] as number) - (sums[from] as number);
    return Math.max(0, (squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from));
  };
  const explained = (from: number, to: number): number => {
    const m = to - from;
    const sum = (sums[to] as number) - (sums[from] as number);
    const vty = (moments[to] as number) - (moments[from] as number) - ((from + to - 1) / 2) * sum;
    return m < 2 ? 0 : (12 * vty * vty) / (m * (m * m - 1));
  };
  const cost = (from: number, to: number): number => {
    const about = level(from, to);
    const slope = explained(from, to) - slopePenalty;
    return slope > 0 ? Math.max(slopePenalty, about - slope) : about;
  };
  const leastTotal: SegmentCost['leastTotal'] = (starts, count, to, before, totals) => {
    // The same arithmetic written out, with the divisions by the length looked up.
    const [sum, square, moment, middle] = [sums[to] as number, squares[to] as number, moments[to] as number, (to - 1) / 2];
    const { perLength, perMoment } = (divisors ??= divisorsUpTo(values.length));
    let [least, at] = [Number.POSITIVE_INFINITY, 0];
    for (let k = 0; k < count; k += 1) {
      const from = starts[k] as number;
      const part = sum - (sums[from] as number);
      const vty = moment - (moments[from] as number) - (middle + from / 2) * part;
      const about = square - (squares[from] as number) - part * part * (perLength[to - from] as number);
      const slope = vty * vty * (perMoment[to - from] as number) - slopePenalty;
      const paid = slope > 0 ? Math.max(slopePenalty, about - slope) : Math.max(0, about);
      const total = (before[from] as number) + paid;
      totals[k] = total;
      if (total < least) {
        least = total;
        at = k;
      }
    }
    return at;
  };
  return { n: values.length, level, line: (from, to) => Math.max(0, level(from, to) - explained(from, to)), cost, leastTotal };
}

/** Of the standardised values, their squares, and their products with the place. */
function prefixSums(values: Float64Array): { readonly sums: Float64Array; readonly squares: Float64Array; readonly moments: Float64Array } {
  const n = values.length;
  const [sums, squares, moments] = [new Float64Array(n + 1), new Float64Array(n + 1), new Float64Array(n + 1)];
  const { centre, sd } = centreAndSd(values);
  for (let i = 0; i < n; i += 1) {
    const value = sd > 0 ? ((values[i] as number) - centre) / sd : 0;
    sums[i + 1] = (sums[i] as number) + value;
    squares[i + 1] = (squares[i] as number) + value * value;
    moments[i + 1] = (moments[i] as number) + i * value;
  }
  return { sums, squares, moments };
}

function centreAndSd(values: Float64Array): { readonly centre: number; readonly sd: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return { centre, sd: Math.sqrt(squares / values.length) };
}

interface Divisors {
  readonly perLength: Float64Array;
  readonly perMoment: Float64Array;
}

/** 1 / m, and 12 / (m (m² − 1)). */
function divisorsUpTo(n: number): Divisors {
  const [perLength, perMoment] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let m = 1; m <= n; m += 1) perLength[m] = 1 / m;
  for (let m = 2; m <= n; m += 1) perMoment[m] = 12 / (m * (m * m - 1));
  return { perLength, perMoment };
}
