import { kinks } from './kinks.ts';
import { optimalPartition } from './optimal-partition.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/**
 * Candidates for changes inside `values` (without spikes): exact optimal partition into constants or lines by BIC (Yao 1988), the
 * noise being the standard deviation of the stretch itself, then kinks of what went through as a line. `tick`: nothing is looked for
 * where all values lie within it. null: too long to be searched value by value.
 */
export function searchStretch(values: Float64Array, settings: SearchSettings, tick: number): readonly number[] | null {
  const n = values.length;
  if (n < 2 * settings.minSegment || rangeOf(values) <= tick) return [];
  const unit = Math.log(n);
  const slack = settings.slopePenalty * unit;
  const { changePenalty, minSegment, mostCosts } = settings;
  const found = optimalPartition(segmentCost(values, slack), { change: changePenalty * unit, slack, minSegment, most: mostCosts });
  if (found === null) return null;
  const ends = [0, ...found, n];
  const splits: number[] = [];
  for (let k = 1; k < ends.length; k += 1) {
    const [from, to] = [ends[k - 1] as number, ends[k] as number];
    const inside = kinks(values.subarray(from, to), settings);
    if (inside === null) return null;
    splits.push(...inside.map((kink) => from + kink));
    if (to < n) splits.push(to);
  }
  return splits;
}

function rangeOf(values: Float64Array): number {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return greatest - least;
}
