import { highestOf, lowestOf, pushExtreme, trailingExtremes, type TrailingExtremes } from './trailing-extremes.ts';

/** What a series has shown of late. Owned by whoever started it; `stepNovelty` changes it in place. */
export interface NoveltyState {
  readonly values: TrailingExtremes;
  readonly means: TrailingExtremes;
  /** The newest values, a ring. */
  readonly latest: Float64Array;
}

/** Points whose range counts as seen. */
const TRAILING = 4_000;
/** Points of the moving mean: a shift too small to leave the range shows in it. */
const MEAN_OF = 24;
/** Before this many points nothing is new. */
const WARM_UP = 30;
/** A range made of fewer points than this is still growing by itself: its scores count in proportion. */
const SETTLED = 2_000;
/** Of the level: a range narrower than this is taken as this wide. */
const RANGE_FLOOR = 0.01;
/** Where the range is nothing at all (a constant 0), the excess has no measure. */
const MOST = 100;

export function startNovelty(): NoveltyState {
  return { values: trailingExtremes(TRAILING), means: trailingExtremes(TRAILING), latest: new Float64Array(MEAN_OF) };
}

/**
 * How far one value and the mean of the newest 24 lie beyond the range of the 4,000 before, in widths of that range, summed:
 * 0 within it, at most 200. Invariant to scale. A missing value (NaN, ±∞) scores 0 and leaves the state as it was.
 * Amortised O(1).
 */
export function stepNovelty(state: NoveltyState, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const { values, means, latest } = state;
  const { seen } = values;
  latest[seen % MEAN_OF] = value;
  const mean = seen + 1 < MEAN_OF ? Number.NaN : latest.reduce((sum, each) => sum + each / MEAN_OF, 0);
  const score = seen < WARM_UP ? 0 : Math.min(1, seen / SETTLED) * (beyond(values, value) + beyond(means, mean));
  pushExtreme(values, value);
  if (!Number.isNaN(mean)) pushExtreme(means, mean);
  return score;
}

function beyond(range: TrailingExtremes, value: number): number {
  // Halved: the difference of two huge values would be no number.
  const [low, high, at] = [lowestOf(range) / 2, highestOf(range) / 2, value / 2];
  const excess = Math.max(at - high, low - at, 0);
  // Also where there is no mean yet.
  if (!(excess > 0)) return 0;
  const width = Math.max(high - low, RANGE_FLOOR * Math.max(Math.abs(low), Math.abs(high)));
  return Math.min(MOST, excess / width);
}
