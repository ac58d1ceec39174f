import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../../src/analysis/least-squares.ts';
import { standardDeviation } from '../../../src/analysis/moments.ts';
import { segmentCost } from '../../../src/analysis/regimes/segment-cost.ts';

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 40 }).filter((all) => new Set(all).size > 1);

/** Residual squares of a fit to [from, to), in units of the variance of all. */
function bruteForce(all: readonly number[], from: number, to: number): { level: number; line: number } {
  const part = Float64Array.from(all.slice(from, to));
  const unit = (standardDeviation(all) ** 2 * (all.length - 1)) / all.length;
  const ones = part.map(() => 1);
  const squares = (columns: readonly Float64Array[]): number => (leastSquares(columns, part)?.squares as number) / unit;
  return { level: squares([ones]), line: part.length < 2 ? 0 : squares([ones, part.map((_, k) => k)]) };
}

describe('the costs of segments', () => {
  it('are what a fit leaves, for every segment', () => {
    fc.assert(
      fc.property(values, (all) => {
        const { level, line, cost } = segmentCost(Float64Array.from(all), 1.5);
        for (let from = 0; from < all.length; from += 3) {
          for (let to = from + 1; to <= all.length; to += 2) {
            const expected = bruteForce(all, from, to);
            expect(level(from, to)).toBeCloseTo(expected.level, 7);
            expect(line(from, to)).toBeCloseTo(expected.line, 7);
            expect(cost(from, to)).toBeCloseTo(Math.min(expected.level, expected.line + 1.5), 7);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are the same one by one and many at once', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 5, noNaN: true }), (all, penalty) => {
        const { cost, leastTotal } = segmentCost(Float64Array.from(all), penalty);
        const starts = Int32Array.from(all.keys());
        const before = Float64Array.from(all, (value) => value / 10);
        const totals = new Float64Array(all.length);
        const least = leastTotal(starts, all.length, all.length, before, totals);
        totals.forEach((total, k) => expect(total).toBeCloseTo((before[k] as number) + cost(k, all.length), 9));
        expect(totals[least]).toBe(Math.min(...totals));
      }),
      { numRuns: 100 },
    );
  });

  it('of a constant are none', () => {
    const { level, line, cost } = segmentCost(new Float64Array(10).fill(3), 1);
    expect([level(0, 10), line(2, 7), cost(0, 10)]).toEqual([0, 0, 0]);
  });
});
