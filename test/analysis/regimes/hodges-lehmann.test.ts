import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftTest } from '../../../src/analysis/mann-whitney.ts';
import { hodgesLehmann } from '../../../src/analysis/regimes/hodges-lehmann.ts';
import { median } from '../../../src/analysis/quantile.ts';
import { hasShared, nile } from '../shared-data.ts';
import { gaussian } from '../simulate.ts';

const some = (maxLength: number) => fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength });
const differences = (x: readonly number[], y: readonly number[]): number[] =>
  y.flatMap((b) => x.map((a) => b - a)).toSorted((a, b) => a - b);

describe('the shift of Hodges and Lehmann', () => {
  it('is the median of all differences, without listing them', () => {
    fc.assert(
      fc.property(some(30), some(30), (x, y) => {
        const { value } = hodgesLehmann(Float64Array.from(x), Float64Array.from(y));
        expect(value).toBeCloseTo(median(differences(x, y)), 9);
      }),
    );
  });

  it('has the interval that the exact test leaves', () => {
    fc.assert(
      fc.property(some(15), some(15), (x, y) => {
        const test = shiftTest(differences(x, y), { m: x.length, n: y.length, none: 0 });
        const { low, high } = hodgesLehmann(Float64Array.from(x), Float64Array.from(y));
        const expected = test.interval(0.05);
        expect(low === null).toBe(expected === null);
        if (expected === null || low === null || high === null) return;
        expect(low).toBeCloseTo(expected.low, 9);
        expect(high).toBeCloseTo(expected.high, 9);
      }),
    );
  });

  it('knows R’s answer for ten against five values', () => {
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const { value, low, high } = hodgesLehmann(Float64Array.from([1.15, 0.88, 0.9, 0.74, 1.21]), Float64Array.from(x));
    expect([value, low, high].map((figure) => Number((figure as number).toFixed(9)))).toEqual([0.305, -0.15, 0.76]);
  });

  it.skipIf(!hasShared('tcpd/nile.json'))('knows R’s answer for the Nile before and after 1899 (../shared/data/tcpd)', () => {
    const { value, low, high } = hodgesLehmann(nile().subarray(28), nile().subarray(0, 28));
    expect([value, low, high]).toEqual([260, 196, 316]);
  });

  it('widens with values that follow one another, and holds 95 % of shifts', () => {
    const normal = gaussian(5);
    const draw = (n: number, shift: number): Float64Array => Float64Array.from({ length: n }, () => normal() + shift);
    let held = 0;
    for (let run = 0; run < 400; run += 1) {
      const [x, y] = [draw(40, 0), draw(30, 1)];
      const { low, high } = hodgesLehmann(x, y);
      const wide = hodgesLehmann(x, y, 3);
      expect((wide.low as number) < (low as number) && (wide.high as number) > (high as number)).toBe(true);
      if ((low as number) <= 1 && 1 <= (high as number)) held += 1;
    }
    // 3.9 standard errors about 95 %.
    expect(held / 400).toBeGreaterThan(0.907);
  });
});
