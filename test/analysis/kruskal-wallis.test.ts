import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kruskalWallis } from '../../src/analysis/kruskal-wallis.ts';
import { midRanks } from '../../src/analysis/mid-ranks.ts';
import { seededRandom } from '../../src/core/random.ts';
import { agreement } from './agreement.ts';
import { OZONE } from './airquality.ts';
import { chanceBounds, gaussian, shuffled } from './simulate.ts';

describe('midRanks', () => {
  it('lets equal values share the mean of their ranks', () => {
    const { ranks, ties } = midRanks(Float64Array.of(5, 1, 5, 2, 5));
    expect([...ranks]).toEqual([4, 1, 4, 2, 4]);
    expect(ties).toBe(24);
    expect(midRanks(new Float64Array(0))).toEqual({ ranks: new Float64Array(0), ties: 0 });
  });
});

describe('kruskalWallis', () => {
  it('tells the months of ozone apart as R does', () => {
    const found = kruskalWallis(OZONE);
    expect(found).toMatchObject({ groups: 5, n: 116 });
    expect(agreement(found?.statistic ?? 0, 29.266576)).toBeGreaterThanOrEqual(7);
    expect(agreement(found?.p ?? 0, 6.9007e-6)).toBeGreaterThanOrEqual(5);
    expect(found?.epsilonSquared).toBeCloseTo(29.266576 / 115, 8);
  });

  it('leaves out what is missing and what is empty', () => {
    const holes = OZONE.map((month, index) => (index === 0 ? [Number.NaN, ...month] : month));
    expect(kruskalWallis([...holes, [], [Number.NaN]])).toEqual(kruskalWallis(OZONE));
  });

  it('says nothing of one group, or of two values', () => {
    expect(kruskalWallis([])).toBeNull();
    expect(kruskalWallis([[1, 2, 3], []])).toBeNull();
    expect(kruskalWallis([[1], [2]])).toBeNull();
  });

  it('finds no difference where all values are equal, and all of it where groups do not overlap', () => {
    expect(
      kruskalWallis([
        [3, 3],
        [3, 3, 3],
      ]),
    ).toMatchObject({ statistic: 0, p: 1, epsilonSquared: 0 });
    const apart = kruskalWallis(Array.from({ length: 30 }, (_, group) => [group, group, group]));
    expect(apart?.epsilonSquared).toBeCloseTo(1, 12);
  });

  it('depends on order and unit in nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 5 }),
        fc.integer(),
        (groups, seed) => {
          const random = seededRandom(seed);
          const other = shuffled(groups, random).map((group) => shuffled(group, random).map((value) => Math.exp(value)));
          expect(kruskalWallis(other)?.statistic ?? null).toEqual(
            kruskalWallis(groups) === null ? null : expect.closeTo(kruskalWallis(groups)?.statistic ?? 0, 8),
          );
        },
      ),
    );
  });

  it('rejects one in twenty where nothing differs', () => {
    const normal = gaussian(6);
    const runs = 2000;
    const rejected = Array.from({ length: runs }, () =>
      kruskalWallis(Array.from({ length: 4 }, () => Array.from({ length: 12 }, normal))),
    ).filter((test) => (test?.p ?? 1) < 0.05).length;
    // The large-sample p is a little cautious with so few.
    expect(rejected / runs).toBeGreaterThan(0.03);
    expect(rejected / runs).toBeLessThan(chanceBounds(0.05, runs).high);
  });
});
