/** A valley must be at most half as dense as the lower of the hills beside it. */
const DEEP = 0.5;
/** Share of the values over which density is taken. */
const WINDOW = 0.025;

/**
 * The value between two modes: where the density, over a twentieth of the values, is least against the lower of the peaks on
 * either side, at the widest gap there. undefined where no valley is deep, or one side would have fewer than `least` values.
 * `sorted` strictly ascending.
 */
export function valley(sorted: Float64Array, least: number): number | undefined {
  const half = Math.max(2, Math.round(WINDOW * sorted.length));
  const densities = Float64Array.from({ length: sorted.length }, (_, rank) => {
    const [from, to] = [Math.max(0, rank - half), Math.min(sorted.length - 1, rank + half)];
    return (to - from) / ((sorted[to] as number) - (sorted[from] as number));
  });
  const before = peaks(densities);
  const after = peaks(densities.toReversed()).toReversed();
  let best = { depth: DEEP, rank: -1 };
  for (let rank = Math.max(least, half); rank <= sorted.length - Math.max(least, half); rank += 1) {
    const hills = Math.min(before[rank - 1] as number, after[rank] as number);
    const depth = (densities[rank] as number) / hills;
    if (depth < best.depth) best = { depth, rank };
  }
  return best.rank < 0
    ? undefined
    : widestGap(sorted, Math.max(least, best.rank - half), Math.min(sorted.length - least, best.rank + half));
}

/** Greatest density so far. */
function peaks(densities: Float64Array): Float64Array {
  let highest = 0;
  return densities.map((density) => (highest = Math.max(highest, density)));
}

function widestGap(sorted: Float64Array, from: number, to: number): number {
  let widest = from;
  const gap = (rank: number): number => (sorted[rank] as number) - (sorted[rank - 1] as number);
  for (let rank = from + 1; rank <= to && rank < sorted.length; rank += 1) if (gap(rank) > gap(widest)) widest = rank;
  return ((sorted[widest - 1] as number) + (sorted[widest] as number)) / 2;
}
