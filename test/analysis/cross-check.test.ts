import { describe, expect, it } from 'vitest';
import { compareUnits } from '../../src/analysis/compare.ts';
import { crossCheckedComparison } from '../../src/analysis/cross-check.ts';
import { bootstrapRatio } from '../../src/analysis/hierarchical-bootstrap.ts';
import type { Unit } from '../../src/analysis/types.ts';
import { seededRandom } from '../../src/core/random.ts';
import { chanceBounds, gaussian, units } from './simulate.ts';

const RULE = { claim: 'level', worse: 'up', margin: 0.05, alpha: 0.05, seed: 1 } as const;
const design = { count: 7, jobs: 17, between: 0.0327, within: 0.05 };

function of(...medians: number[]): Unit[] {
  return medians.map((value, index) => ({ key: `unit ${index}`, values: [value] }));
}

describe('the hierarchical bootstrap', () => {
  it('of units that are all alike knows the ratio exactly', () => {
    const interval = bootstrapRatio(of(2, 2, 2), of(3, 3, 3, 3), { resamples: 50, random: seededRandom(1) });
    for (const alpha of [0.5, 0.05]) {
      expect(interval(alpha).low).toBeCloseTo(1.5, 12);
      expect(interval(alpha).high).toBeCloseTo(1.5, 12);
    }
  });

  it('of one unit a side is the bootstrap of its jobs: the median of three is the middle one in 13 of 27', () => {
    const [low, middle, high] = [1, 2, 4];
    const drawn = bootstrapRatio(of(1), [{ key: 'a', values: [high, low, middle] }], { resamples: 20_000, random: seededRandom(3) });
    // P(median ≤ least) = 7 / 27: quantiles step from 1 to 2 there, and from 2 to 4 at 20 / 27.
    const at = (share: number): number => drawn(2 * share).low;
    expect([at(7 / 27 - 0.02), at(7 / 27 + 0.02)]).toEqual([1, expect.closeTo(2, 12)]);
    expect(drawn(2 * (7 / 27 - 0.02)).high).toBeCloseTo(4, 12);
    expect(drawn(2 * (7 / 27 + 0.02)).high).toBeCloseTo(2, 12);
  });

  it('draws units as well as their jobs: steady units that differ leave the ratio open', () => {
    const steady = (level: number): Unit => ({ key: `${level}`, values: [level, level, level] });
    const { low, high } = bootstrapRatio([1, 1.1, 1.2].map(steady), [1, 1.1, 1.2].map(steady), { resamples: 500, random: seededRandom(2) })(0.05); // prettier-ignore
    expect(low).toBeLessThan(0.95);
    expect(high).toBeGreaterThan(1.05);
  });

  it('gives the same for the same seed, wider intervals for smaller alphas, and mirrors', () => {
    const normal = gaussian(4);
    const [a, b] = [units(normal, design), units(normal, design)];
    const of_ = (seed: number) => bootstrapRatio(a, b, { resamples: 400, random: seededRandom(seed) });
    expect(of_(5)(0.05)).toEqual(of_(5)(0.05));
    expect(of_(5)(0.05)).not.toEqual(of_(6)(0.05));
    const [wide, narrow] = [of_(5)(0.01), of_(5)(0.1)];
    expect(wide.low).toBeLessThanOrEqual(narrow.low);
    expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
    const scaled = bootstrapRatio(a, b.map(({ key, values }) => ({ key, values: values.map((value) => value * 4) })), { resamples: 400, random: seededRandom(5) })(0.1); // prettier-ignore
    expect(scaled.low).toBeCloseTo(4 * narrow.low, 9);
  });

  it('holds the true ratio in about 95 % at seven units a side, and in fewer at three', () => {
    const normal = gaussian(7);
    const runs = 200;
    const coverage = (count: number): number => {
      const random = seededRandom(count);
      const hits = Array.from({ length: runs }, () => {
        const sides = [units(normal, { ...design, count }), units(normal, { ...design, count, ratio: 1.1 })] as const;
        const { low, high } = bootstrapRatio(...sides, { resamples: 200, random })(0.05);
        return low <= 1.1 && high >= 1.1;
      });
      return hits.filter(Boolean).length / runs;
    };
    const seven = coverage(7);
    expect(seven).toBeGreaterThan(chanceBounds(0.955, runs).low);
    expect(seven).toBeLessThan(1);
    expect(coverage(3)).toBeLessThan(chanceBounds(0.905, runs).high);
  });
});

describe('the cross-check', () => {
  it('stands beside the exact comparison and changes nothing of it', () => {
    const normal = gaussian(1);
    const [before, after] = [units(normal, design), units(normal, { ...design, ratio: 1.3 })];
    const { crossCheck, ...rest } = crossCheckedComparison(before, after, RULE);
    const { crossCheck: none, ...exact } = compareUnits(before, after, RULE);
    expect(rest).toEqual(exact);
    expect(none).toBeNull();
    expect(crossCheck).toMatchObject({ seed: 1, level: 0.95, verdict: 'regression', agrees: true });
    expect(crossCheck?.low).toBeGreaterThan(1.05);
  });

  it('has the level of the comparison, as far as 2,000 resamples reach', () => {
    const normal = gaussian(2);
    const sides = [units(normal, design), units(normal, design)] as const;
    expect(crossCheckedComparison(...sides, { ...RULE, alpha: 0.02 }).crossCheck?.level).toBe(0.98);
    expect(crossCheckedComparison(...sides, { ...RULE, alpha: 0.001 }).crossCheck?.level).toBe(0.99);
  });

  it('says where it would have led elsewhere', () => {
    // One astray unit of six: to the exact test it is one rank, in a third of the resamples it comes up twice and more.
    const steady = of(1, 1.001, 1.002, 1.003, 1.004, 1.005);
    const astray = of(1, 1.001, 1.002, 1.003, 1.004, 1.5);
    const { verdict, crossCheck } = crossCheckedComparison(steady, astray, { ...RULE, alpha: 0.003 });
    expect(verdict).toBe('equivalent');
    expect(crossCheck).toMatchObject({ verdict: 'inconclusive', agrees: false });
    // The same side of the margin by two words is agreement.
    const below = crossCheckedComparison(of(1, 1, 1, 1, 1, 1.001), of(1.01, 1.01, 1.01, 1.01, 1.01, 1.02), RULE);
    expect(below).toMatchObject({ verdict: 'changed below margin', crossCheck: { agrees: true } });
  });

  it('is left out below six units a side, for the spread, and where a value is not positive', () => {
    const normal = gaussian(3);
    const seven = units(normal, design);
    expect(crossCheckedComparison(seven, seven.slice(0, 5), RULE).crossCheck).toBeNull();
    expect(crossCheckedComparison(seven, seven.slice(0, 6), RULE).crossCheck).not.toBeNull();
    expect(crossCheckedComparison(seven, seven, { ...RULE, claim: 'spread' }).crossCheck).toBeNull();
    const withZero = seven.map(({ key, values }) => ({ key, values: [0, ...values] }));
    expect(crossCheckedComparison(seven, withZero, RULE).crossCheck).toBeNull();
    const withNothing = seven.map(({ key, values }) => ({ key, values: [Number.NaN, ...values] }));
    expect(crossCheckedComparison(seven, withNothing, RULE).crossCheck).not.toBeNull();
    expect(crossCheckedComparison([], [], RULE)).toMatchObject({ verdict: 'too few units', crossCheck: null });
  });
});
