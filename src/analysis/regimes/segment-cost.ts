/** Squared residuals of any segment [from, to) about its level or its line, each in O(1) from prefix sums. */
export interface SegmentCost {
  readonly n: number;
  /** About the mean, in units of the variance. */
  readonly level: (from: number, to: number) => number;
  /** About the least-squares line, in units of the variance. */
  readonly line: (from: number, to: number) => number;
  /** What the search pays: the level, or the line and `slopePenalty` for it, whichever is less. */
  readonly cost: (from: number, to: number) => number;
}

/**
 * `values` are centred and divided by their own standard deviation, which also keeps the sums small.
 * RSS_level = V_yy, RSS_line = V_yy − V_ty² / V_tt with V_tt = n (n² − 1) / 12. `slopePenalty` Infinity: levels only.
 */
export function segmentCost(values: Float64Array, slopePenalty: number): SegmentCost {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  const moments = new Float64Array(n + 1);
  const { centre, sd } = centreAndSd(values);
  for (let i = 0; i < n; i += 1) {
    const value = sd > 0 ? ((values[i] as number) - centre) / sd : 0;
    sums[i + 1] = (sums[i] as number) + value;
    squares[i + 1] = (squares[i] as number) + value * value;
    moments[i + 1] = (moments[i] as number) + i * value;
  }
  const level = (from: number, to: number): number => {
    const sum = (sums[to] as number) - (sums[from] as number);
    return Math.max(0, (squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from));
  };
  const explained = (from: number, to: number): number => {
    const m = to - from;
    if (m < 2) return 0;
    const sum = (sums[to] as number) - (sums[from] as number);
    const vty = (moments[to] as number) - (moments[from] as number) - ((from + to - 1) / 2) * sum;
    return (12 * vty * vty) / (m * (m * m - 1));
  };
  const line = (from: number, to: number): number => Math.max(0, level(from, to) - explained(from, to));
  const cost = (from: number, to: number): number => {
    const about = level(from, to);
    const slope = explained(from, to) - slopePenalty;
    return slope > 0 ? Math.max(slopePenalty, about - slope) : about;
  };
  return { n, level, line, cost };
}

function centreAndSd(values: Float64Array): { readonly centre: number; readonly sd: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return { centre, sd: Math.sqrt(squares / values.length) };
}
