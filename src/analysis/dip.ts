/**
 * Hartigan & Hartigan's dip (1985): the greatest distance between the empirical distribution and the unimodal one nearest
 * to it, 1/(2n) … 1/4. `sorted` strictly ascending, at least one value.
 *
 * The modal interval shrinks from the whole range: left of it the nearest distribution is the greatest convex minorant,
 * right of it the least concave majorant, until what they miss there is more than what lies between the two inside.
 */
export function dip(sorted: Float64Array): number {
  const n = sorted.length;
  let [low, high] = [0, n - 1];
  // In units of 1/(2n), as the steps of the distribution are counted.
  let largest = 1;
  for (;;) {
    const minorant = hull(sorted, low, high, (turn) => turn >= 0);
    const majorant = hull(sorted, low, high, (turn) => turn <= 0);
    const inside = widest(sorted, minorant, majorant);
    if (inside.gap <= largest) break;
    largest = Math.max(
      largest,
      farthest(
        sorted,
        minorant,
        (from, to) => to <= inside.low && from >= low,
        (steps, line) => steps + 1 - line,
      ),
      farthest(
        sorted,
        majorant,
        (from) => from >= inside.high,
        (steps, line) => line - steps + 1,
      ),
    );
    if (inside.low === low && inside.high === high) break;
    [low, high] = [inside.low, inside.high];
  }
  return largest / (2 * n);
}

/** Corners of the hull of the points (value, rank), as ranks. `keeps`: which way it may turn. */
function hull(sorted: Float64Array, low: number, high: number, keeps: (turn: number) => boolean): readonly number[] {
  const corners: number[] = [];
  for (let rank = low; rank <= high; rank += 1) {
    while (corners.length > 1 && !keeps(turn(sorted, corners.at(-2) as number, corners.at(-1) as number, rank))) corners.pop();
    corners.push(rank);
  }
  return corners;
}

/** Positive where the line a → b → c turns left. */
function turn(sorted: Float64Array, a: number, b: number, c: number): number {
  const x = (rank: number): number => sorted[rank] as number;
  return (x(b) - x(a)) * (c - b) - (x(c) - x(b)) * (b - a);
}

/** Where the majorant is farthest above the minorant, and the corners that enclose the place. */
function widest(
  sorted: Float64Array,
  minorant: readonly number[],
  majorant: readonly number[],
): { readonly gap: number; readonly low: number; readonly high: number } {
  let best = { gap: 0, low: minorant[0] as number, high: majorant.at(-1) as number };
  let above = 0;
  for (const corner of minorant) {
    while (above < majorant.length - 1 && (majorant[above] as number) < corner) above += 1;
    const end = majorant[above] as number;
    const gap = height(sorted, majorant[Math.max(0, above - 1)] as number, end, corner) - corner + 1;
    if (gap > best.gap) best = { gap, low: corner, high: end };
  }
  let below = 0;
  for (const corner of majorant) {
    while (below < minorant.length - 1 && (minorant[below + 1] as number) <= corner) below += 1;
    const begin = minorant[below] as number;
    const gap = corner - height(sorted, begin, minorant[Math.min(minorant.length - 1, below + 1)] as number, corner) + 1;
    if (gap > best.gap) best = { gap, low: begin, high: corner };
  }
  return best;
}

/** Greatest misfit of the distribution to the hull over those of its sides that count. */
function farthest(
  sorted: Float64Array,
  corners: readonly number[],
  counts: (from: number, to: number) => boolean,
  misfit: (steps: number, line: number) => number,
): number {
  let worst = 0;
  for (let side = 1; side < corners.length; side += 1) {
    const [from, to] = [corners[side - 1] as number, corners[side] as number];
    if (!counts(from, to)) continue;
    for (let rank = from; rank <= to; rank += 1) worst = Math.max(worst, misfit(rank - from, height(sorted, from, to, rank) - from));
  }
  return worst;
}

/** The line through two points of the distribution, at a third value. */
function height(sorted: Float64Array, from: number, to: number, at: number): number {
  const [left, right] = [sorted[from] as number, sorted[to] as number];
  return right === left ? from : from + (((sorted[at] as number) - left) * (to - from)) / (right - left);
}
