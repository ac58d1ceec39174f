import { smallestP } from '../mann-whitney.ts';
import type { Estimate } from '../types.ts';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { rankTest } from './rank-test.ts';
import { segmentCost } from './segment-cost.ts';
import { segmentTest, type ChangeTest } from './segment-test.ts';
import type { SearchSettings } from './settings.ts';
import { spreadAboutTrend } from './spread.ts';

/** A change between its neighbours, on the scale of the search (logs for ratios). */
export interface JudgedChange {
  /** First value of the new regime. */
  readonly split: number;
  readonly p: number;
  readonly size: Estimate;
  /** How many values say as much as one independent value. */
  readonly inflation: number;
  /** A slope explains the side before, the side after. */
  readonly slopes: readonly [boolean, boolean];
  /** Beside a slope: how far the two lines leave the one at most; null for a step. */
  readonly departure: number | null;
  /** 0: it passes; else what makes it fall, the greater the sooner. */
  readonly doubt: number;
}

const UNKNOWN: Estimate = { value: 0, low: null, high: null, level: 0.95 };

/**
 * Of the values between the neighbouring changes: far enough from both, p ≤ alpha, size at least the floor. Beside a slope the size is
 * how far the two lines leave the one, since sides of a slope differ anyway and those of a bend may not. `split` in `values`.
 */
export function judgeChange(
  values: Float64Array,
  cleaned: Float64Array,
  split: number,
  settings: SearchSettings,
): Omit<JudgedChange, 'split'> {
  const [before, after] = [values.subarray(0, split), values.subarray(split)];
  if (Math.min(before.length, after.length) < settings.edge) {
    return { p: 1, size: UNKNOWN, inflation: 1, slopes: [false, false], departure: null, doubt: Number.POSITIVE_INFINITY };
  }
  const slopes = slopesBeside(cleaned, split, settings);
  const sloping = slopes[0] || slopes[1];
  const { p, inflation, departure } = testChange(values, cleaned, split, sloping, settings);
  const found = { p, inflation, slopes, departure };
  // p first: sizes are only compared among those that are there at all.
  if (p > settings.alpha) return { ...found, size: UNKNOWN, doubt: 2 + p / settings.alpha };
  const size = hodgesLehmann(before, after, inflation);
  const floor = Math.max(settings.floor, settings.spreadFloor * Math.min(spreadAboutTrend(before), spreadAboutTrend(after)));
  const share = floor > 0 ? (departure ?? Math.abs(size.value)) / floor : 1;
  return { ...found, size, doubt: share < 1 ? 2 - share : 0 };
}

/** Ranks for a step; beside a slope, and where no permutation gets below alpha, the segments themselves. */
function testChange(
  values: Float64Array,
  cleaned: Float64Array,
  split: number,
  sloping: boolean,
  settings: SearchSettings,
): ChangeTest & { readonly departure: number | null } {
  if (sloping) return segmentTest(cleaned, split, 'line');
  if (smallestP(split, values.length - split) > settings.alpha) return { ...segmentTest(cleaned, split, 'level'), departure: null };
  return { ...rankTest(values, split, settings.seed), departure: null };
}

/** As the search sees it: a line on a side against the spread of both together, where the side is long enough to have a slope. */
function slopesBeside(cleaned: Float64Array, split: number, { slopePenalty, edge }: SearchSettings): readonly [boolean, boolean] {
  const n = cleaned.length;
  const penalty = slopePenalty * Math.log(n);
  const { level, line } = segmentCost(cleaned, penalty);
  const slopes = (from: number, to: number): boolean => to - from >= 2 * edge && level(from, to) - line(from, to) > penalty;
  return [slopes(0, split), slopes(split, n)];
}
