import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankSumTail, shiftTest, smallestP } from '../../src/analysis/mann-whitney.ts';
import { normalAbove } from '../../src/analysis/normal-distribution.ts';
import { ascending, median } from '../../src/analysis/quantile.ts';

function differences(x: readonly number[], y: readonly number[]): readonly number[] {
  return ascending(y.flatMap((late) => x.map((early) => late - early)));
}

/** Counts by going through every way to choose the ranks of x: what the recurrence must agree with. */
function enumerated(m: number, n: number): number[] {
  const counts = Array.from({ length: m * n + 1 }, () => 0);
  for (let choice = 0; choice < 2 ** (m + n); choice += 1) {
    const isX = Array.from({ length: m + n }, (_, rank) => ((choice >> rank) & 1) === 1);
    if (isX.filter(Boolean).length !== m) continue;
    const u = isX.reduce((sum, x, rank) => sum + (x ? isX.slice(0, rank).filter((below) => !below).length : 0), 0);
    counts[u] = (counts[u] as number) + 1;
  }
  return counts;
}

describe('the Mann–Whitney distribution', () => {
  it.each([
    [1, 1],
    [1, 6],
    [3, 4],
    [5, 5],
    [6, 4],
  ])('of %i and %i values agrees with going through all orders', (m, n) => {
    const counts = enumerated(m, n);
    const total = counts.reduce((a, b) => a + b);
    let below = 0;
    for (const [u, probability] of rankSumTail(m, n).entries()) {
      below += counts[u] as number;
      expect(probability).toBeCloseTo(below / total, 13);
    }
  });

  it('joins the Normal beyond 60 a side', () => {
    for (const z of [3, 1.96, 1, 0.2]) {
      const at = (m: number, n: number): number => {
        const sd = Math.sqrt((m * n * (m + n + 1)) / 12);
        return rankSumTail(m, n)[Math.floor((m * n) / 2 - z * sd)] as number;
      };
      // Exact at 60, approximate at 61.
      expect(Math.abs(at(61, 60) - at(60, 60))).toBeLessThan(1e-3);
      expect(Math.abs(at(61, 60) - normalAbove(z))).toBeLessThan(1e-3);
    }
  });

  it('knows the smallest p that there is', () => {
    expect(smallestP(3, 3)).toBeCloseTo(0.1, 12);
    expect(smallestP(7, 7)).toBeCloseTo(2 / 3432, 12);
    expect(smallestP(5, 5)).toBeCloseTo(2 / 252, 12);
    expect(smallestP(1, 1)).toBe(1);
    expect(2 * (rankSumTail(8, 5)[0] as number)).toBeCloseTo(smallestP(8, 5), 14);
  });
});

describe('the shift test', () => {
  it("gives R's answer for ten against five values", () => {
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    // R gives the shift of x against y, W 35.
    const all = differences(y, x);
    const test = shiftTest(all, { m: 5, n: 10, none: 0 });
    expect(all.filter((difference) => difference > 0)).toHaveLength(35);
    expect(test.p).toBeCloseTo(0.2544123, 7);
    expect(median(all)).toBeCloseTo(0.305, 10);
    expect(test.interval(0.05)?.low).toBeCloseTo(-0.15, 10);
    expect(test.interval(0.05)?.high).toBeCloseTo(0.76, 10);
  });

  it('leaves out no shift exactly when p is below alpha, with ties too', () => {
    const side = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(0.001, 0.01, 0.05, 2 / 252, 0.1), (x, y, alpha) => {
        const { p, interval } = shiftTest(differences(x, y), { m: x.length, n: y.length, none: 0 });
        const bounds = interval(alpha);
        expect(bounds !== null && (bounds.low > 0 || bounds.high < 0)).toBe(p < alpha);
      }),
      { numRuns: 500 },
    );
  });

  it('holds every shift that it does not reject, and no other', () => {
    const side = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: -20, max: 20 }), (x, y, shift) => {
        const sizes = { m: x.length, n: y.length };
        const bounds = shiftTest(differences(x, y), { ...sizes, none: 0 }).interval(0.05);
        const isInside = bounds === null || (shift >= bounds.low && shift <= bounds.high);
        expect(shiftTest(differences(x, y), { ...sizes, none: shift }).p >= 0.05).toBe(isInside);
      }),
      { numRuns: 500 },
    );
  });

  it('with ties is never below the p of the permutation test of mid-ranks', () => {
    const x = [1, 2, 2, 3, 3, 3, 4, 5];
    const y = [3, 4, 4, 5, 5, 6, 6, 7];
    const wins = (early: readonly number[], late: readonly number[]): number =>
      early.reduce((sum, value) => sum + late.reduce((own, other) => own + (value > other ? 1 : value === other ? 0.5 : 0), 0), 0);
    // W of R's wilcox.test, whose Normal approximations give p .0105 with and .0091 without the correction.
    expect(wins(x, y)).toBe(7.5);
    const pooled = [...x, ...y];
    let [asFar, all] = [0, 0];
    for (let choice = 0; choice < 2 ** 16; choice += 1) {
      const isX = pooled.map((_, place) => ((choice >> place) & 1) === 1);
      if (isX.filter(Boolean).length !== 8) continue;
      const w = wins(pooled.filter((_, place) => isX[place]), pooled.filter((_, place) => !isX[place])); // prettier-ignore
      all += 1;
      if (Math.abs(w - 32) >= 32 - 7.5) asFar += 1;
    }
    expect(all).toBe(12_870);
    const { p } = shiftTest(differences(x, y), { m: 8, n: 8, none: 0 });
    expect(p).toBeGreaterThanOrEqual(asFar / all);
    expect(p).toBeLessThan(0.05);
  });

  it('does not reject at p equal to alpha: five against five at exactly 2 / 252', () => {
    const apart = differences([1, 2, 3, 4, 5], [11, 12, 13, 14, 15]);
    const { p, interval } = shiftTest(apart, { m: 5, n: 5, none: 0 });
    expect(interval(p)).toBeNull();
    expect(interval(p * (1 + 1e-9))).toEqual({ low: 6, high: 14 });
  });

  it('has p 1 where all values are equal, and no interval from one value a side', () => {
    expect(shiftTest([0, 0, 0, 0], { m: 2, n: 2, none: 0 }).p).toBe(1);
    expect(shiftTest([3], { m: 1, n: 1, none: 0 })).toMatchObject({ p: 1 });
    expect(shiftTest([3], { m: 1, n: 1, none: 0 }).interval(0.05)).toBeNull();
  });
});
