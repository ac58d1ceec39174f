import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianInterval } from '../../src/analysis/median-interval.ts';
import { quantileInterval, quantileRanks, unitsForMedian, unitsForQuantile } from '../../src/analysis/order-interval.ts';
import { ascending, mad, median, quantile } from '../../src/analysis/quantile.ts';
import { chanceBounds, gaussian } from './simulate.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('quantile', () => {
  it('interpolates as type 7', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5, 12);
    expect([quantile([7], 0.99), quantile([1, 5, 9], 0), quantile([1, 5, 9], 1)]).toEqual([7, 1, 9]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('stays within the data, grows with p, and gives a repeated value exactly', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p, q) => {
        const sorted = ascending(values);
        const [low, high] = [quantile(sorted, Math.min(p, q)), quantile(sorted, Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(sorted[0] as number);
        expect(high).toBeLessThanOrEqual(sorted.at(-1) as number);
      }),
    );
    expect(quantile([0.1, 0.1, 0.1], 0.7)).toBe(0.1);
  });

  it('takes median and MAD in any order', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(mad([1, 1, 2, 2, 4, 6, 9])).toBe(1);
    expect(mad([4, 4, 4])).toBe(0);
  });
});

describe('intervals between order statistics', () => {
  it('takes the exact binomial ranks of the median', () => {
    expect(quantileRanks(5, 0.5, 0.95)).toBeUndefined();
    expect(quantileRanks(6, 0.5, 0.95)).toEqual({ low: 1, high: 6 });
    expect(quantileRanks(7, 0.5, 0.95)).toEqual({ low: 1, high: 7 });
    expect(quantileRanks(9, 0.5, 0.95)).toEqual({ low: 2, high: 8 });
    expect(quantileRanks(100, 0.5, 0.95)).toEqual({ low: 40, high: 61 });
    expect(quantileRanks(0, 0.5, 0.95)).toBeUndefined();
    expect(unitsForMedian()).toBe(6);
  });

  it('bounds p95 from 59 values and p99 from 299', () => {
    expect([unitsForQuantile(0.95), unitsForQuantile(0.99)]).toEqual([59, 299]);
    expect(quantileRanks(58, 0.95, 0.95)).toBeUndefined();
    expect(quantileRanks(59, 0.95, 0.95)?.high).toBe(59);
    expect(quantileRanks(298, 0.99, 0.95)).toBeUndefined();
    expect(quantileRanks(299, 0.99, 0.95)?.high).toBe(299);
  });

  it('mirrors: the interval of p5 is that of p95 upside down', () => {
    for (const n of [59, 60, 75, 200]) {
      const [low, high] = [quantileRanks(n, 0.05, 0.95), quantileRanks(n, 0.95, 0.95)];
      expect(low).toEqual({ low: n + 1 - (high?.high ?? 0), high: n + 1 - (high?.low ?? 0) });
    }
  });

  it('gives no bounds but the figure below six values', () => {
    expect(medianInterval([3, 1, 2])).toEqual({ value: 2, low: null, high: null, level: 0.95 });
    expect(medianInterval([]).value).toBeNaN();
    expect(medianInterval([6, 5, 4, 3, 2, 1])).toEqual({ value: 3.5, low: 1, high: 6, level: 0.95 });
  });

  it.each([
    { n: 9, p: 0.5, truth: 0, coverage: 0.9609, most: 0.9609 },
    { n: 120, p: 0.95, truth: 1.6448536269514722, coverage: 0.95, most: 0.99 },
  ])('covers the truth as often as the ranks say: p = $p, n = $n', ({ n, p, truth, coverage, most }) => {
    const normal = gaussian(11);
    const runs = 4000;
    const held = Array.from({ length: runs }, () => quantileInterval(ascending(Array.from({ length: n }, normal)), p)).filter(
      ({ low, high }) => (low as number) <= truth && truth <= (high as number),
    ).length;
    expect(held / runs).toBeGreaterThan(chanceBounds(coverage, runs).low);
    expect(held / runs).toBeLessThan(chanceBounds(most, runs).high);
  });
});
