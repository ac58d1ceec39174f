import type { Bounds } from './faulted-load.ts';
import { mean, standardDeviation } from './moments.ts';
import { studentQuantile } from './student-distribution.ts';
import type { Estimate } from './types.ts';

/**
 * Mean of lengths that are each known between bounds: Student's interval, its lower bound from the least lengths, its upper from the
 * greatest, so that it carries both what was not seen and that there were few. Where an end was not seen there is no upper bound, and
 * that length counts as its least. Below two lengths there is no interval, nor where all are 0: so many without say nothing of how
 * long one would be.
 */
export function meanOfBounds(lengths: readonly Bounds[], level = 0.95): Estimate {
  const least = lengths.map(({ min }) => min);
  const most = lengths.map(({ min, max }) => max ?? min);
  const value = (mean(least) + mean(most)) / 2;
  if (lengths.length < 2 || most.every((length) => length === 0)) return { value, low: null, high: null, level };
  const t = studentQuantile(1 - (1 - level) / 2, lengths.length - 1) / Math.sqrt(lengths.length);
  const isOpen = lengths.some(({ max }) => max === null);
  return {
    value,
    low: Math.max(0, mean(least) - t * standardDeviation(least)),
    high: isOpen ? null : mean(most) + t * standardDeviation(most),
    level,
  };
}
