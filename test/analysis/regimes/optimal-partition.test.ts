import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimalPartition } from '../../../src/analysis/regimes/optimal-partition.ts';
import { segmentCost, type SegmentCost } from '../../../src/analysis/regimes/segment-cost.ts';

/** The same sum, by looking at every last segment. */
function leastSum({ n, cost }: SegmentCost, change: number, minSegment: number): number {
  const best = [-change];
  for (let end = 1; end <= n; end += 1) {
    const totals = best.flatMap((before, start) => (end - start < minSegment ? [] : [before + cost(start, end) + change]));
    best.push(Math.min(...totals, Number.POSITIVE_INFINITY));
  }
  return best[n] as number;
}

function sumOf({ n, cost }: SegmentCost, firsts: readonly number[], change: number): number {
  const ends = [0, ...firsts, n];
  return ends.slice(1).reduce((sum, to, k) => sum + cost(ends[k] as number, to), change * firsts.length);
}

/** Short pieces of level or slope: where a search that drops starts too soon goes wrong. */
const pieces = fc.array(
  fc.record({ level: fc.integer({ min: -4, max: 4 }), slope: fc.constantFrom(0, 0, 0.5, -1), length: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 2,
    maxLength: 9,
  },
);
const noise = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 81, maxLength: 81 });
const penalty = fc.double({ min: 0.1, max: 6, noNaN: true });

describe('the optimal partition', () => {
  it('loses nothing by pruning', () => {
    fc.assert(
      fc.property(pieces, noise, penalty, penalty, fc.integer({ min: 2, max: 6 }), (parts, shakes, change, slack, minSegment) => {
        const clean = parts.flatMap(({ level, slope, length }) => Array.from({ length }, (_, k) => level + slope * k));
        const segments = segmentCost(
          Float64Array.from(clean, (value, k) => value + (shakes[k] as number) / 20),
          slack,
        );
        const firsts = optimalPartition(segments, { change, slack, minSegment }) ?? [];
        const expected = leastSum(segments, change, minSegment);
        if (Number.isFinite(expected)) expect(sumOf(segments, firsts, change)).toBeCloseTo(expected, 8);
        else expect(firsts).toEqual([]);
        const ends = [0, ...firsts, clean.length];
        if (firsts.length > 0) ends.slice(1).forEach((to, k) => expect(to - (ends[k] as number)).toBeGreaterThanOrEqual(minSegment));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps a start for the ends that are too near for another cut', () => {
    // At 20 cutting before the five is better by more than a change; at 24, four values later, it is not, and 20 is too near to cut at.
    const values = Float64Array.from({ length: 24 }, (_, k) => (k >= 15 && k < 20 ? 1 : 0));
    const segments = segmentCost(values, Number.POSITIVE_INFINITY);
    const firsts = optimalPartition(segments, { change: 11, slack: 0, minSegment: 5 });
    expect(firsts).toEqual([]);
    expect(sumOf(segments, [], 11)).toBeCloseTo(leastSum(segments, 11, 5), 9);
  });

  it('gives up where it would look at more costs than it may', () => {
    const segments = segmentCost(
      Float64Array.from({ length: 400 }, (_, k) => Math.sin(k * k)),
      6,
    );
    const penalties = { change: 12, slack: 6, minSegment: 3 };
    expect(optimalPartition(segments, { ...penalties, most: 1000 })).toBeNull();
    expect(optimalPartition(segments, { ...penalties, most: 80_000 })).toEqual(optimalPartition(segments, penalties));
  });
});
