import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitStatistics } from '../../src/store/write/unit-statistics.ts';

describe('unitStatistics', () => {
  it.each([
    // R: quantile(x, type = 7), mad(x, constant = 1), sd(x)
    [[2, 4, 4, 5, 7, 9], { n: 6, median: 4.5, mad: 1.5, q1: 4, q3: 6.5, mean: 31 / 6, sd: 2.483277404291889 }],
    [[3, 1, 2], { n: 3, median: 2, mad: 1, q1: 1.5, q3: 2.5, mean: 2, sd: 1 }],
    [[10, 1000], { n: 2, median: 505, mad: 495, q1: 257.5, q3: 752.5, mean: 505, sd: 700.0357133746821 }],
    [[0.25], { n: 1, median: 0.25, mad: 0, q1: 0.25, q3: 0.25, mean: 0.25, sd: null }],
    [[], { n: 0, median: null, mad: null, q1: null, q3: null, mean: null, sd: null }],
  ])('of %j', (values, expected) => {
    const rounded = (statistics: object) =>
      JSON.stringify(statistics, (_, value: unknown) => (typeof value === 'number' ? value.toFixed(12) : value));
    expect(rounded(unitStatistics(values))).toBe(rounded(expected));
  });

  it('follows shift and scale, and does not care about order', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 50 }),
        fc.double({ min: 0.001, max: 1e3, noNaN: true }),
        value,
        (values, scale, shift) => {
          const before = unitStatistics(values);
          const after = unitStatistics(values.map((x) => x * scale + shift).toReversed());
          const close = (a: number | null, b: number): void =>
            expect(Math.abs((a as number) - b)).toBeLessThanOrEqual(1e-9 * (Math.abs(b) + 1e6 * scale + 1e6));
          for (const name of ['median', 'q1', 'q3', 'mean'] as const) close(after[name], (before[name] as number) * scale + shift);
          for (const name of ['mad', 'sd'] as const) close(after[name], (before[name] as number) * scale);
          expect(before.q1).toBeLessThanOrEqual(before.median as number);
          expect(before.median).toBeLessThanOrEqual(before.q3 as number);
        },
      ),
    );
  });
});
