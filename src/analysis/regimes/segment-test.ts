import { fAbove } from '../f-distribution.ts';
import { cautiousInflation, longRunVariance } from './long-run-variance.ts';
import { aboutLine, aboutMean } from './residuals.ts';

/** p of a change at the best of all places, and how much less than independent values these say (≥ 1). */
export interface ChangeTest {
  readonly p: number;
  readonly inflation: number;
}

export interface SegmentTest extends ChangeTest {
  /** Largest distance of the two from the one. */
  readonly departure: number;
}

/**
 * Chow's test (1960) of two lines, or two levels, against one, the degrees of freedom deflated for values that follow one another, p times
 * the number of places that could have been chosen (Bonferroni). For a change beside a slope, where ranks always see "something", and
 * for so few values that no permutation gets below alpha. `values` without spikes.
 */
export function segmentTest(values: Float64Array, split: number, shape: 'line' | 'level'): SegmentTest {
  const n = values.length;
  const residuals = shape === 'line' ? aboutLine : aboutMean;
  const params = shape === 'line' ? 2 : 1;
  const one = residuals(values);
  const two = new Float64Array(n);
  two.set(residuals(values.subarray(0, split)), 0);
  two.set(residuals(values.subarray(split)), split);
  const inflation = cautiousInflation(two, longRunVariance(two));
  const departure = two.reduce((most, rest, i) => Math.max(most, Math.abs(rest - (one[i] as number))), 0);
  const freedom = n / inflation - 2 * params;
  const [left, leftByTwo] = [squares(one), squares(two)];
  if (freedom <= 0 || left <= 0) return { p: 1, inflation, departure };
  if (leftByTwo <= 0) return { p: 0, inflation, departure };
  const f = (left - leftByTwo) / params / (leftByTwo / freedom);
  return { p: Math.min(1, n * fAbove(f, params, freedom)), inflation, departure };
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
