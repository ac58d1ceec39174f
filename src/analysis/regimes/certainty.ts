import type { JudgedChange } from './judge-change.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/** 95 % of the likelihood ratio of a break's place: −2 ln(1 − √.95) (Eo & Morley 2015). */
const PLACE_RATIO = 7.352;
/** Penalties 1 … 10 × ln n. */
const PATH = 10;

export interface Certainty {
  /** Plausible places, inclusive. */
  readonly low: number;
  readonly high: number;
  /** Share of the penalties at which splitting still pays, 0 … 1. */
  readonly strength: number;
}

/**
 * Of a change between its neighbours, `cleaned` being theirs without spikes: every place whose likelihood ratio to the best is within 7.35, widened for
 * values that follow one another; and how far up the penalty path the change would be found.
 */
export function certainty(cleaned: Float64Array, change: JudgedChange, { minSegment }: SearchSettings): Certainty {
  const { split, inflation, slopes } = change;
  const n = cleaned.length;
  const unit = Math.log(n);
  const { level, line } = segmentCost(cleaned, Number.POSITIVE_INFINITY);
  const ramp = slopes[0] || slopes[1];
  const cost = ramp ? line : level;
  const costAt = (at: number): number => cost(0, at) + cost(at, n);
  const [one, two] = [cost(0, n), costAt(split)];
  const bound = two + (PLACE_RATIO * inflation * two) / n;
  let [low, high] = [split, split];
  for (let at = minSegment; at <= n - minSegment; at += 1) {
    if (costAt(at) > bound) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  // Beside a slope most of the spread of the whole is the slope's, so what the line leaves is the unit.
  const survived = Math.floor((one - two) / (unit * (ramp ? one / n : 1)));
  return { low, high, strength: Math.min(PATH, Math.max(0, survived)) / PATH };
}
