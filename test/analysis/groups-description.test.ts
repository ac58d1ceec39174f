import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsDescription, spreadFactor, type RobustComponents } from '../../src/analysis/groups-description.ts';
import { nestedComponents, type NestedComponents, type UnitGroup } from '../../src/analysis/nested-components.ts';
import type { TooFew } from '../../src/analysis/types.ts';
import { azureValues, hasShared } from './shared-data.ts';
import { chanceBounds, gaussian, units } from './simulate.ts';

/** Snedecor & Cochran: calcium in turnip greens, % — four plants, three leaves of each, two determinations of each leaf. */
const TURNIPS = [
  [
    [3.28, 3.09],
    [3.52, 3.48],
    [2.88, 2.8],
  ],
  [
    [2.46, 2.44],
    [1.87, 1.92],
    [2.19, 2.19],
  ],
  [
    [2.77, 2.66],
    [3.74, 3.44],
    [2.55, 2.55],
  ],
  [
    [3.78, 3.87],
    [4.07, 4.12],
    [3.31, 3.31],
  ],
];

const nest = (groups: readonly (readonly (readonly number[])[])[]): UnitGroup[] =>
  groups.map((group, day) => ({ key: `day ${day}`, units: group.map((values, unit) => ({ key: `unit ${day}.${unit}`, values })) }));

function told<Found>(result: Found | TooFew): Found {
  if (typeof result === 'object' && result !== null && 'tooFew' in result) throw new Error('too few');
  return result;
}

describe('spreadFactor', () => {
  it('says how little seven units tell of the spread between units: 0.64 to 2.2', () => {
    expect(spreadFactor(7)?.low).toBeCloseTo(0.644, 3);
    expect(spreadFactor(7)?.high).toBeCloseTo(2.202, 3);
    expect(spreadFactor(1)).toBeNull();
    expect(spreadFactor(0)).toBeNull();
    // √(1 / χ²) of one degree of freedom: 1 / z.
    expect(spreadFactor(2)?.low).toBeCloseTo(1 / 2.241402727604947, 8);
  });

  it('covers the true spread of seven Normal values in 95 of 100', () => {
    const normal = gaussian(10);
    const { low, high } = spreadFactor(7) ?? { low: 0, high: 0 };
    const runs = 4000;
    const held = Array.from({ length: runs }, () => {
      const values = Array.from({ length: 7 }, normal);
      const centre = values.reduce((sum, value) => sum + value, 0) / 7;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 6);
    }).filter((sd) => low * sd <= 1 && 1 <= high * sd).length;
    expect(held / runs).toBeGreaterThan(chanceBounds(0.95, runs).low);
    expect(held / runs).toBeLessThan(chanceBounds(0.95, runs).high);
  });
});

describe('groupsDescription', () => {
  it('gives the robust pair by hand', () => {
    const { robust } = groupsDescription([
      { key: 'a', values: [99, 100, 101] },
      { key: 'b', values: [107, 110, 113] },
      { key: 'c', values: [120, 120, 500] },
    ]);
    expect(robust).toMatchObject({ units: 3 });
    const { withinCv, betweenCv } = told(robust);
    expect(withinCv).toBeCloseTo(1.4826 * Math.log(101 / 100), 3);
    expect(betweenCv).toBeCloseTo(1.4826 * Math.log(120 / 110), 4);
  });

  it('is not moved by one odd unit, nor by odd jobs', () => {
    const normal = gaussian(2);
    const plain = units(normal, { count: 21, jobs: 17, between: 0.05, within: 0.02 });
    const odd = plain.map(({ key, values }, index) => ({
      key,
      values: values.map((value, job) => value * (index === 0 ? 10 : 1) * (job === 3 ? 5 : 1)),
    }));
    const [before, after] = [told(groupsDescription(plain).robust), told(groupsDescription(odd).robust)];
    expect(after.withinCv / before.withinCv).toBeLessThan(1.3);
    expect(after.betweenCv / before.betweenCv).toBeLessThan(1.3);
    const components = [groupsDescription(plain), groupsDescription(odd)].map((found) => told(found.components));
    expect((components[1]?.withinCv ?? 0) / (components[0]?.withinCv ?? 0)).toBeGreaterThan(5);
  });

  it('recovers planted spreads of many units', () => {
    const robust: RobustComponents = told(
      groupsDescription(units(gaussian(4), { count: 400, jobs: 25, between: 0.08, within: 0.03 })).robust,
    );
    expect(robust.withinCv).toBeCloseTo(0.03, 2);
    expect(robust.betweenCv).toBeCloseTo(0.08, 1);
  });

  it('does not guess from one unit, and takes values below 0 as shares of their centre', () => {
    expect(groupsDescription([])).toMatchObject({ robust: { tooFew: true, n: 0, need: 2 }, betweenFactor: null });
    expect(groupsDescription([{ key: 'a', values: [1, Number.NaN] }])).toMatchObject({ robust: { n: 1 }, betweenFactor: null });
    const below = groupsDescription([
      { key: 'a', values: [-3, -2, -1] },
      { key: 'b', values: [-4, -4, -4] },
    ]);
    expect(below.robust).toMatchObject({ betweenCv: expect.closeTo(1.4826 / 3, 3) as number });
    expect(groupsDescription(['a', 'b'].map((key) => ({ key, values: [7] })))).toMatchObject({
      components: { tooFew: true },
      robust: { withinCv: Number.NaN, betweenCv: 0 },
    });
  });

  it.skipIf(!hasShared('azure-vm-noise/eastus-B8ms-long/sysbench-test-cpu.csv.gz'))(
    'finds three long-lived machines of one kind alike (needs ../shared/data/azure-vm-noise)',
    () => {
      const found = groupsDescription(
        [...azureValues('eastus-B8ms-long/sysbench-test-cpu.csv.gz')].map(([key, values]) => ({ key, values })),
      );
      expect(told(found.robust).withinCv).toBeLessThan(0.005);
      expect(told(found.robust).betweenCv).toBeLessThan(0.005);
      // Three tell the spread between them to a factor of six at best.
      expect(found.betweenFactor?.high).toBeGreaterThan(6);
    },
  );
});

describe('nestedComponents', () => {
  it('solves the turnip greens: .3652 between plants, .1611 between leaves, .0067 within', () => {
    // With a value below 0 no logs are taken; one leaf beside the others would change the answer, so all are shifted.
    const shifted = TURNIPS.map((plant) => plant.map((leaf) => leaf.map((value) => value - 4)));
    const found = told(nestedComponents(nest(shifted)));
    const centre = Math.abs(shifted.flat(2).reduce((sum, value) => sum + value, 0) / 24);
    expect((found.groups.cv * centre) ** 2).toBeCloseTo(0.3652, 4);
    expect((found.units.cv * centre) ** 2).toBeCloseTo(0.1611, 4);
    expect((found.jobs.cv * centre) ** 2).toBeCloseTo(0.0067, 4);
    expect([found.groups.n, found.units.n, found.jobs.n]).toEqual([4, 12, 24]);
    expect(found.groups.share + found.units.share + found.jobs.share).toBeCloseTo(1, 12);
    expect(found.units.factor).toEqual(spreadFactor(9));
  });

  it('recovers what was planted, of unequal sizes too', () => {
    const normal = gaussian(21);
    const days = Array.from({ length: 300 }, (_, day) => {
      const level = 0.06 * normal();
      return Array.from({ length: 3 + (day % 4) }, (__, unit) => {
        const own = level + 0.04 * normal();
        return Array.from({ length: 4 + (unit % 3) * 5 }, () => Math.exp(own + 0.02 * normal()));
      });
    });
    const found = told(nestedComponents(nest(days)));
    expect(found.groups.cv).toBeCloseTo(0.06, 2);
    expect(found.units.cv).toBeCloseTo(0.04, 2);
    expect(found.jobs.cv).toBeCloseTo(0.02, 2);
  });

  it('is unbiased for very unequal sizes', () => {
    const normal = gaussian(33);
    const runs = 400;
    const sums = { groups: 0, units: 0, jobs: 0 };
    for (let run = 0; run < runs; run += 1) {
      const days = Array.from({ length: 10 }, (_, day) => {
        const level = normal();
        return Array.from({ length: day < 3 ? 9 : 2 }, (__, unit) => {
          const own = level + normal();
          return Array.from({ length: unit === 0 ? 12 : 2 }, () => own + normal() - 50);
        });
      });
      const found: NestedComponents = told(nestedComponents(nest(days)));
      for (const level of ['groups', 'units', 'jobs'] as const) sums[level] += (found[level].cv * 50) ** 2 / runs;
    }
    // The mean that divides varies by a few percent.
    expect(sums.jobs).toBeCloseTo(1, 1);
    expect(sums.units).toBeGreaterThan(0.93);
    expect(sums.units).toBeLessThan(1.07);
    expect(sums.groups).toBeGreaterThan(0.9);
    expect(sums.groups).toBeLessThan(1.12);
  });

  it('never gives a negative variance, and says what is too few', () => {
    expect(nestedComponents([])).toEqual({ tooFew: true, n: 0, need: 2 });
    expect(nestedComponents(nest([[[1, 2]]]))).toEqual({ tooFew: true, n: 1, need: 2 });
    expect(nestedComponents(nest([[[1, 2]], [[3, 4]]]))).toEqual({ tooFew: true, n: 2, need: 3 });
    expect(
      nestedComponents(
        nest([
          [[1], [Number.NaN]],
          [[3], [2]],
        ]),
      ),
    ).toEqual({ tooFew: true, n: 3, need: 4 });
    const one = [[5, 5]];
    expect(nestedComponents(nest([[...one, ...one], one]))).toMatchObject({ groups: { cv: 0, share: 0 }, jobs: { cv: 0, share: 0 } });
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
          {
            minLength: 2,
            maxLength: 4,
          },
        ),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (groups, factor) => {
          const found = told(nestedComponents(nest(groups)));
          const other = told(nestedComponents(nest(groups.map((group) => group.map((unit) => unit.map((value) => factor * value))))));
          for (const level of ['groups', 'units', 'jobs'] as const) {
            expect(found[level].cv).toBeGreaterThanOrEqual(0);
            expect(other[level].cv).toBeCloseTo(found[level].cv, 6);
          }
        },
      ),
    );
  });
});
