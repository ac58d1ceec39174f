import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dip } from '../../src/analysis/dip.ts';
import { dipTest } from '../../src/analysis/dip-test.ts';
import { spreadTies } from '../../src/analysis/spread-ties.ts';
import { seededRandom } from '../../src/core/random.ts';
import { chanceBounds } from './simulate.ts';

const grid = (n: number): Float64Array => Float64Array.from({ length: n }, (_, index) => index);

describe('dip', () => {
  it('is least, 1/(2n), for values at even distances, and for one, two or three of any', () => {
    for (const n of [1, 2, 3, 50]) expect(dip(grid(n))).toBeCloseTo(1 / (2 * n), 14);
    expect(dip(Float64Array.of(0, 1, 100))).toBeCloseTo(1 / 6, 14);
  });

  it('nears 1/4 for two narrow halves', () => {
    const halves = Float64Array.from({ length: 100 }, (_, index) => (index < 50 ? 0 : 1) + index * 1e-9);
    expect(dip(halves)).toBeCloseTo(0.25, 2);
    expect(dip(halves)).toBeLessThanOrEqual(0.25);
  });

  it.each([
    { values: [0, 0.01, 1, 1.01], expected: 0.2475 },
    { values: [1, 2, 3, 4, 10, 11, 12, 13, 14], expected: 4 / 27 },
    { values: [1, 2, 4, 8, 16, 17, 18, 20, 24, 32], expected: 0.11 },
  ])('is $expected for $values, as the package diptest says', ({ values, expected }) => {
    expect(dip(Float64Array.from(values))).toBeCloseTo(expected, 14);
  });

  it('changes neither with place, nor scale, nor seen from behind', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (values, factor) => {
          const sorted = Float64Array.from(values).sort();
          const same = dip(sorted);
          expect(dip(sorted.map((value) => 7 + factor * value))).toBeCloseTo(same, 12);
          expect(dip(sorted.map((value) => -value).sort())).toBeCloseTo(same, 12);
          expect(same).toBeGreaterThanOrEqual(1 / (2 * sorted.length) - 1e-15);
          expect(same).toBeLessThanOrEqual(0.25);
        },
      ),
    );
  });
});

describe('dipTest', () => {
  it('takes uniform values for two modes as often as its p says', () => {
    const random = seededRandom(77);
    for (const n of [15, 80, 300]) {
      const runs = 1500;
      const ps = Array.from({ length: runs }, () => dipTest(Float64Array.from({ length: n }, random).sort()).p);
      for (const p of [0.5, 0.1, 0.02]) {
        const share = ps.filter((found) => found < p).length / runs;
        expect(share, `p = ${p}, n = ${n}`).toBeGreaterThan(chanceBounds(p, runs).low);
        expect(share, `p = ${p}, n = ${n}`).toBeLessThan(chanceBounds(p, runs).high);
      }
    }
  });

  it('has no opinion on fewer than ten, falls with n and never leaves 0…1', () => {
    const halves = Float64Array.from({ length: 60 }, (_, index) => (index < 30 ? 0 : 1) + index * 1e-3);
    expect(dipTest(halves, 9).p).toBe(1);
    const ps = [10, 15, 25, 60, 200, 900, 4000, 1e6].map((n) => dipTest(halves, n).p);
    expect(ps.toSorted((a, b) => b - a)).toEqual(ps);
    expect(ps.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(dipTest(new Float64Array(0))).toEqual({ dip: 0, p: 1 });
    expect(dipTest(grid(40)).p).toBeGreaterThan(0.7);
  });
});

describe('spreadTies', () => {
  it('spreads rounded values over the step they were rounded to', () => {
    expect([...spreadTies(Float64Array.of(1, 1, 2, 2, 3, 3))]).toEqual([0.75, 1.25, 1.75, 2.25, 2.75, 3.25]);
  });

  it('leaves alone what is not rounded, and tells equal values apart all the same', () => {
    expect([...spreadTies(Float64Array.of(1, 1.5, 7))]).toEqual([1, 1.5, 7]);
    const same = spreadTies(new Float64Array(5));
    expect(same.every((value, rank) => rank === 0 || value > (same[rank - 1] as number))).toBe(true);
    expect(same[4]).toBeLessThan(1e-300);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 }), (values) => {
        const spread = spreadTies(Float64Array.from(values).sort());
        expect(spread).toHaveLength(values.length);
        expect(spread.every((value, rank) => rank === 0 || value > (spread[rank - 1] as number))).toBe(true);
      }),
    );
  });
});
