import { blockMedians } from './block-medians.ts';
import { withoutSpikes } from './hampel.ts';
import { optimalPartition } from './optimal-partition.ts';
import { segmentCost } from './segment-cost.ts';
import { stairs } from './stairs.ts';
import type { SearchSettings } from './settings.ts';

/** Blocks on either side within which a change found on block medians is looked for value by value. */
const AROUND = 2;
/** Blocks on either side that tell the levels there. */
const CONTEXT = 10;

/**
 * Candidates for changes inside `values`: exact optimal partition into constants or lines by BIC (Yao 1988), the noise being the
 * standard deviation of the stretch itself. More than `most` values are searched as that many block medians, and each change is
 * then placed value by value. `tick`: nothing is looked for where all values lie within it.
 */
export function searchStretch(values: Float64Array, settings: SearchSettings, most: number, tick: number): readonly number[] {
  const n = values.length;
  if (n < 2 * settings.minSegment || rangeOf(values) <= tick) return [];
  const size = Math.ceil(n / most);
  const cleaned = withoutSpikes(blockMedians(values, size));
  if (rangeOf(cleaned) <= tick) return [];
  const unit = Math.log(cleaned.length);
  const slack = settings.slopePenalty * unit;
  const { changePenalty, minSegment } = settings;
  const found = optimalPartition(segmentCost(cleaned, slack), { change: changePenalty * unit, slack, minSegment });
  const splits = withStairs(cleaned, found, settings);
  return size === 1 ? splits : splits.map((block, k) => placed(values, size, block, [splits[k - 1] ?? 0, splits[k + 1] ?? cleaned.length]));
}

/** A slope may be a staircase: its steps join the splits. */
function withStairs(values: Float64Array, splits: readonly number[], settings: SearchSettings): readonly number[] {
  const ends = [0, ...splits, values.length];
  return ends.slice(1).flatMap((to, k) => {
    const from = ends[k] as number;
    const steps = stairs(values.subarray(from, to), settings).map((step) => from + step);
    return to === values.length ? steps : [...steps, to];
  });
}

/** At full resolution: where two segments of the blocks around explain the values best. */
function placed(values: Float64Array, size: number, block: number, [previous, next]: readonly [number, number]): number {
  const from = Math.max(previous, block - CONTEXT) * size;
  const to = Math.min(values.length, Math.min(next, block + CONTEXT) * size);
  const segments = segmentCost(withoutSpikes(values.subarray(from, to)), Number.POSITIVE_INFINITY);
  const low = Math.max(1, (block - AROUND) * size - from);
  const high = Math.min(to - from - 1, (block + AROUND) * size - from);
  return from + bestSplit(low, high, (place) => segments.level(0, place) + segments.level(place, to - from));
}

/** Place from `low` to `high`, inclusive, with the least cost; the first of equals. */
export function bestSplit(low: number, high: number, cost: (place: number) => number): number {
  let [best, least] = [low, Number.POSITIVE_INFINITY];
  for (let place = low; place <= high; place += 1) {
    const total = cost(place);
    if (total < least) [best, least] = [place, total];
  }
  return best;
}

function rangeOf(values: Float64Array): number {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return greatest - least;
}
