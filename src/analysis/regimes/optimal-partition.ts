import type { SegmentCost } from './segment-cost.ts';

export interface PartitionPenalties {
  /** Paid for each change. */
  readonly change: number;
  /** By how much the costs of two halves may exceed that of the whole: the slope's penalty, since two lines pay it twice. */
  readonly slack: number;
  /** Fewest values of a segment. */
  readonly minSegment: number;
}

/**
 * First points of the segments after the first that minimise Σ cost + change · (segments − 1), exactly: optimal partitioning
 * (Jackson et al. 2005) with the pruning of PELT (Killick, Fearnhead & Eckley 2012). A start s is out when F(s) + C(s, e) − slack > F(e):
 * cutting at e is then better for every later end; but only for ends from e + minSegment on, so it is dropped that much later.
 */
export function optimalPartition(segments: SegmentCost, { change, slack, minSegment }: PartitionPenalties): readonly number[] {
  const { n, cost } = segments;
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(n + 1);
  const dropFrom = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const reach = new Float64Array(n + 1);
  const starts = new Int32Array(n + 1);
  let count = 0;
  best[0] = -change;
  for (let end = minSegment; end <= n; end += 1) {
    const added = end - minSegment;
    if (best[added] !== Number.POSITIVE_INFINITY) starts[count++] = added;
    let [least, from] = [Number.POSITIVE_INFINITY, 0];
    let kept = 0;
    for (let k = 0; k < count; k += 1) {
      const start = starts[k] as number;
      if ((dropFrom[start] as number) <= end) continue;
      const total = (best[start] as number) + cost(start, end);
      reach[kept] = total;
      starts[kept++] = start;
      if (total < least) [least, from] = [total, start];
    }
    count = kept;
    best[end] = least + change;
    last[end] = from;
    for (let k = 0; k < count; k += 1) {
      const start = starts[k] as number;
      if ((reach[k] as number) - slack > least + change && dropFrom[start] === Number.POSITIVE_INFINITY) {
        dropFrom[start] = end + minSegment;
      }
    }
  }
  const firsts: number[] = [];
  for (let end = n; end > 0 && best[end] !== Number.POSITIVE_INFINITY; end = last[end] as number) {
    if ((last[end] as number) > 0) firsts.push(last[end] as number);
  }
  return firsts.reverse();
}
