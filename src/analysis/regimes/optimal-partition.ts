import type { SegmentCost } from './segment-cost.ts';

/** Times the even share of `most` that may be spent on the way; what does not prune early is given up early. */
const PACE = 2;
/** Looking for starts to drop at every end would cost more than it saves. */
const PRUNE_EVERY = 4;

export interface PartitionPenalties {
  /** Paid for each change. */
  readonly change: number;
  /** By how much the costs of two halves may exceed that of the whole: the slope's penalty, since two lines pay it twice. */
  readonly slack: number;
  /** Fewest values of a segment. */
  readonly minSegment: number;
  /** Most segment costs that are looked at. */
  readonly most?: number;
}

/**
 * First points of the segments after the first that minimise Σ cost + change · (segments − 1), exactly: optimal partitioning
 * (Jackson et al. 2005) with the pruning of PELT (Killick, Fearnhead & Eckley 2012). A start s is out when F(s) + C(s, e) − slack > F(e):
 * cutting at e is then better for every later end; but only for ends from e + minSegment on, so it is dropped that much later.
 * null: the search would look at more than `most` costs; without changes there are n² / 2.
 */
export function optimalPartition(
  segments: SegmentCost,
  { change, slack, minSegment, most = Number.POSITIVE_INFINITY }: PartitionPenalties,
): readonly number[] | null {
  const { n, leastTotal } = segments;
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(n + 1);
  const dropFrom = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const totals = new Float64Array(n + 1);
  const starts = new Int32Array(n + 1);
  const due = new Uint8Array(n + 1);
  let count = 0;
  let spent = 0;
  best[0] = -change;
  for (let end = minSegment; end <= n; end += 1) {
    if (best[end - minSegment] !== Number.POSITIVE_INFINITY) starts[count++] = end - minSegment;
    if (due[end] === 1) {
      let kept = 0;
      for (let k = 0; k < count; k += 1) {
        const start = starts[k] as number;
        if ((dropFrom[start] as number) > end) starts[kept++] = start;
      }
      count = kept;
    }
    spent += count;
    if (spent > Math.min(most, (PACE * most * end) / n)) return null;
    const at = leastTotal(starts, count, end, best, totals);
    const found = (totals[at] as number) + change;
    best[end] = found;
    last[end] = starts[at] as number;
    if (end % PRUNE_EVERY > 0) continue;
    for (let k = 0; k < count; k += 1) {
      if ((totals[k] as number) - slack <= found) continue;
      const start = starts[k] as number;
      if (dropFrom[start] !== Number.POSITIVE_INFINITY) continue;
      dropFrom[start] = end + minSegment;
      due[Math.min(n, end + minSegment)] = 1;
    }
  }
  const firsts: number[] = [];
  for (let end = n; end > 0 && best[end] !== Number.POSITIVE_INFINITY; end = last[end] as number) {
    if ((last[end] as number) > 0) firsts.push(last[end] as number);
  }
  return firsts.reverse();
}
