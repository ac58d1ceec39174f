import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanAgainst } from '../../src/analysis/mean-against.ts';
import { meanOfBounds } from '../../src/analysis/mean-of-bounds.ts';
import { chanceBounds, gaussian } from './simulate.ts';

/** Hours of sleep gained under two drugs (Student 1908). */
const DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('meanAgainst', () => {
  it('gives the interval of R’s Welch test for Student’s sleep data', () => {
    const { difference } = meanAgainst(DRUG_1, DRUG_2);
    expect(difference.value).toBeCloseTo(-1.58, 10);
    expect(difference.low).toBeCloseTo(-3.3654832, 6);
    expect(difference.high).toBeCloseTo(0.2054832, 6);
  });

  it('holds the true difference and ratio in 95 % of the cases', () => {
    const normal = gaussian(4);
    const runs = 1500;
    const draw = (n: number, centre: number, spread: number): number[] => Array.from({ length: n }, () => centre + spread * normal());
    const found = Array.from({ length: runs }, () => meanAgainst(draw(6, 30, 6), draw(12, 10, 1)));
    const { low, high } = chanceBounds(0.95, runs);
    const share = (test: (one: (typeof found)[number]) => boolean): number => found.filter(test).length / runs;
    const differences = share(({ difference }) => (difference.low as number) <= 20 && 20 <= (difference.high as number));
    const ratios = share(({ ratio }) => (ratio.low as number) <= 3 && 3 <= (ratio.high as number));
    expect(differences).toBeGreaterThan(low);
    expect(differences).toBeLessThan(high);
    expect(ratios).toBeGreaterThan(low);
    expect(ratios).toBeLessThan(high + 0.01);
  });

  it('has no ratio bounds where the baseline may be nothing, and no bounds of one value', () => {
    expect(meanAgainst([5, 6, 7], [-1, 1, 0.5]).ratio).toMatchObject({ low: null, high: null });
    expect(meanAgainst([5], [1, 2, 3])).toMatchObject({ difference: { value: 3, low: null }, ratio: { value: 2.5, high: null } });
    expect(meanAgainst([], []).difference.value).toBeNaN();
    expect(meanAgainst([4, 4], [2, 2])).toMatchObject({ difference: { value: 2, low: 2, high: 2 }, ratio: { value: 2, low: 2, high: 2 } });
  });

  it('keeps its value within its bounds', () => {
    const values = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        for (const { value, low, high } of Object.values(meanAgainst(a, b))) {
          if (low === null || high === null) continue;
          expect(low).toBeLessThanOrEqual(value + 1e-6);
          expect(high).toBeGreaterThanOrEqual(value - 1e-6);
        }
      }),
    );
  });
});

describe('meanOfBounds', () => {
  it('is Student’s interval where the lengths are exact', () => {
    const found = meanOfBounds([1, 2, 3].map((value) => ({ min: value, max: value })));
    // t(.975; 2) = 4.302653, s = 1.
    expect(found).toMatchObject({ value: 2, low: 0, high: expect.closeTo(2 + 4.302653 / Math.sqrt(3), 6) });
  });

  it('widens by what was not seen, has no upper bound while one is open, and none of one', () => {
    const wide = meanOfBounds([
      { min: 10, max: 12 },
      { min: 11, max: 13 },
    ]);
    expect(wide.value).toBe(11.5);
    expect(wide.low).toBeCloseTo(10.5 - 12.706205 * 0.5, 5);
    expect(wide.high).toBeCloseTo(12.5 + 12.706205 * 0.5, 5);
    expect(
      meanOfBounds([
        { min: 10, max: null },
        { min: 11, max: 13 },
      ]),
    ).toMatchObject({ value: 11, high: null });
    expect(meanOfBounds([{ min: 10, max: 12 }])).toMatchObject({ value: 11, low: null, high: null });
    expect(
      meanOfBounds([
        { min: 0, max: 0 },
        { min: 0, max: 0 },
      ]),
    ).toMatchObject({ value: 0, low: null, high: null });
    expect(meanOfBounds([]).value).toBeNaN();
  });
});
