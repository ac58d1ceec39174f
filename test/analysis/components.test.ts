import { describe, expect, it } from 'vitest';
import { anova } from '../../src/analysis/anova.ts';
import { components, intraclassCorrelation, varianceComponents } from '../../src/analysis/components.ts';
import type { VarianceComponents } from '../../src/analysis/types.ts';
import { azureValues, hasShared } from './shared-data.ts';
import { gaussian, units } from './simulate.ts';

/** Davies & Goldsmith 1972: yield of six batches; and Box & Tiao 1973: simulated with less between than chance gives. */
const DYESTUFF = [
  [1545, 1440, 1440, 1520, 1580],
  [1540, 1555, 1490, 1560, 1495],
  [1595, 1550, 1605, 1510, 1560],
  [1445, 1440, 1595, 1465, 1545],
  [1595, 1630, 1515, 1635, 1625],
  [1520, 1455, 1450, 1480, 1445],
];
const DYESTUFF2 = [
  [7.298, 3.846, 2.434, 9.566, 7.99],
  [5.22, 6.556, 0.608, 11.788, -0.892],
  [0.11, 10.386, 13.434, 5.51, 8.166],
  [2.212, 4.852, 7.092, 9.288, 4.98],
  [0.282, 9.014, 4.458, 9.446, 7.198],
  [1.722, 4.782, 8.106, 0.758, 3.758],
];

function found(result: ReturnType<typeof varianceComponents>): VarianceComponents {
  if ('tooFew' in result) throw new Error('too few');
  return result;
}

describe('variance components', () => {
  it('solves Dyestuff', () => {
    const table = anova(DYESTUFF);
    expect(table.between).toBeCloseTo(11_271.5, 8);
    expect(table.within).toBeCloseTo(2451.25, 8);
    expect(components(table).between).toBeCloseTo(1764.05, 8);
    expect(intraclassCorrelation(table).value).toBeCloseTo(0.418487, 6);
  });

  it('never gives a negative variance: Dyestuff2 has none between batches', () => {
    const table = anova(DYESTUFF2);
    expect(table.between).toBeCloseTo(8.33633, 4);
    expect(table.within).toBeCloseTo(14.94589, 4);
    const { value, low } = intraclassCorrelation(table);
    expect([components(table).between, value, low]).toEqual([0, 0, 0]);
    // A value below 0 is there, so no logs: shares of the mean.
    const result = found(varianceComponents(DYESTUFF2.map((values, index) => ({ key: `batch ${index}`, values }))));
    expect(result.betweenCv).toBe(0);
    expect(result.withinCv).toBeCloseTo(Math.sqrt(14.94589) / 5.6656, 3);
  });

  it('weighs unequal units by n₀', () => {
    expect(anova([[1, 2], [3, 4, 5, 6], [7]]).size).toBeCloseTo((7 - 21 / 7) / 2, 12);
  });

  it('recovers planted CVs, and holds the planted ICC in its interval', () => {
    const result = found(varianceComponents(units(gaussian(3), { count: 200, jobs: 17, between: 0.05, within: 0.1 })));
    expect(result).toMatchObject({ units: 200, n: 3400 });
    expect(result.withinCv).toBeCloseTo(0.1, 2);
    expect(result.betweenCv).toBeCloseTo(0.05, 2);
    expect(result.icc.low).toBeLessThan(0.2);
    expect(result.icc.high).toBeGreaterThan(0.2);
  });

  it('covers the true ICC of .3 with 7 units of 17 or 18 jobs', () => {
    const normal = gaussian(8);
    const runs = 800;
    let held = 0;
    for (let run = 0; run < runs; run += 1) {
      const six = units(normal, { count: 6, jobs: 17, between: 0.0327327, within: 0.05 });
      const { icc } = found(varianceComponents([...six, ...units(normal, { count: 1, jobs: 18, between: 0.0327327, within: 0.05 })]));
      if ((icc.low as number) <= 0.3 && 0.3 <= (icc.high as number)) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.92);
    expect(held / runs).toBeLessThan(0.98);
  });

  it('does not guess from one unit, from units of one value, or from nothing', () => {
    expect(varianceComponents([])).toEqual({ tooFew: true, n: 0, need: 2 });
    expect(varianceComponents([{ key: 'a', values: [1, 2, 3] }])).toEqual({ tooFew: true, n: 1, need: 2 });
    expect(
      varianceComponents([
        { key: 'a', values: [1] },
        { key: 'b', values: [2] },
      ]),
    ).toEqual({ tooFew: true, n: 2, need: 3 });
    expect(
      varianceComponents([
        { key: 'a', values: [Number.NaN] },
        { key: 'b', values: [2, 3] },
      ]),
    ).toMatchObject({ tooFew: true, n: 1 });
  });

  it('tells units without any spread inside from no spread at all', () => {
    const constant = (value: number): { key: string; values: number[] } => ({ key: String(value), values: [value, value] });
    expect(found(varianceComponents([constant(1), constant(2)])).icc).toMatchObject({ value: 1, low: null, high: null });
    expect(found(varianceComponents([constant(2), constant(2)]))).toMatchObject({
      withinCv: 0,
      betweenCv: 0,
      icc: { value: 0, low: null },
    });
  });

  it.skipIf(!hasShared('azure-vm-noise/eastus-B8ms-long/sysbench-test-cpu.csv.gz'))(
    'finds long-lived machines of one kind steady, and spreads what differs between machines (needs ../shared/data/azure-vm-noise)',
    () => {
      const steady = found(varianceComponents(machines('eastus-B8ms-long/sysbench-test-cpu.csv.gz')));
      expect(steady.units).toBe(3);
      expect(steady.withinCv).toBeLessThan(0.005);
      expect(steady.betweenCv).toBeLessThan(0.005);
      // Short-lived machines gave one value each: what they differ by cannot be split.
      expect(varianceComponents(machines('eastus-B8ms-short/sysbench-test-cpu.csv.gz'))).toMatchObject({ tooFew: true });
    },
  );
});

function machines(file: string): { key: string; values: readonly number[] }[] {
  return [...azureValues(file)].map(([key, values]) => ({ key, values }));
}
