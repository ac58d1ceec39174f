import { describe, expect, it } from 'vitest';
import { bandGroups } from '../../src/analysis/band-groups.ts';
import { bands } from '../../src/analysis/bands.ts';
import { seededRandom } from '../../src/core/random.ts';
import { azureRows, hasShared } from './shared-data.ts';
import { chanceBounds, gaussian, shuffled } from './simulate.ts';
import { autoregressive } from './timed.ts';

/** Values around centres in these shares, 2 % wide, at random in time. */
function mixture(n: number, parts: readonly { share: number; centre: number }[], seed = 1): Float64Array {
  const normal = gaussian(seed);
  const values = parts.flatMap(({ share, centre }) =>
    Array.from({ length: Math.round(n * share) }, () => centre * Math.exp(0.02 * normal())),
  );
  return Float64Array.from(shuffled(values, seededRandom(seed)));
}

const TWO = [
  { share: 0.7, centre: 100 },
  { share: 0.3, centre: 140 },
];

describe('bands', () => {
  it('finds two bands, where they are and how much lies in each', () => {
    const found = bands(mixture(400, TWO));
    expect(found?.p).toBeLessThan(1e-4);
    expect(found?.bands).toHaveLength(2);
    const [slow, fast] = found?.bands ?? [];
    expect(slow).toMatchObject({ n: 280, share: 0.7 });
    expect(fast).toMatchObject({ n: 120, share: 0.3 });
    expect(slow?.median).toBeCloseTo(100, -1);
    expect(fast?.median).toBeCloseTo(140, -1);
    expect(slow?.robustCv).toBeCloseTo(0.02, 2);
    expect(slow?.high).toBeLessThan(fast?.low ?? 0);
  });

  it('finds three, of unequal size', () => {
    const found = bands(
      mixture(1000, [
        { share: 0.33, centre: 67 },
        { share: 0.6, centre: 82 },
        { share: 0.07, centre: 171 },
      ]),
    );
    expect(found?.bands.map(({ n }) => n)).toEqual([330, 600, 70]);
  });

  it('keeps one band for what is one: 20 values and less than that, constants, two neighbouring steps of a timer', () => {
    expect(bands(new Float64Array(19))).toBeNull();
    expect(bands(new Float64Array(0))).toBeNull();
    for (const value of [0, -3, 4.2]) {
      expect(bands(new Float64Array(40).fill(value))?.bands).toMatchObject([{ low: value, high: value, n: 40, share: 1, robustCv: 0 }]);
    }
    const random = seededRandom(3);
    expect(bands(Float64Array.from({ length: 200 }, () => (random() < 0.4 ? 5 : 7)))?.bands).toHaveLength(1);
  });

  it('does not split bands nearer than the floor, unless it is lowered', () => {
    const near = mixture(600, TWO).map((value) => Math.exp(0.05 * Math.log(value / 100)) * 100);
    expect(bands(near)?.bands).toHaveLength(1);
    expect(bands(near, { floor: 0.01 })?.bands).toHaveLength(2);
  });

  it('takes levels that follow each other for regimes, not for bands', () => {
    const sorted = mixture(400, TWO).sort();
    expect(bands(sorted)?.bands).toHaveLength(1);
  });

  it('works on values below 0, ignores what is missing, and knows no unit', () => {
    const values = mixture(400, TWO);
    const counts = (all: Float64Array): readonly number[] => bands(all)?.bands.map(({ n }) => n) ?? [];
    expect(counts(values.map((value) => value - 120))).toEqual([280, 120]);
    expect(counts(Float64Array.from([...values].flatMap((value, index) => (index % 5 === 0 ? [Number.NaN, value] : [value]))))).toEqual([
      280, 120,
    ]);
    for (const factor of [1e-9, 3, 1e6]) expect(counts(values.map((value) => value * factor))).toEqual([280, 120]);
    expect(counts(values.toReversed())).toEqual([280, 120]);
  });

  const normal = gaussian(41);
  const random = seededRandom(42);
  const each = (draw: () => number) => (): Float64Array => Float64Array.from({ length: 200 }, draw);
  it.each([
    { name: 'Normal', source: each(() => 100 + 5 * normal()) },
    { name: 'lognormal', source: each(() => Math.exp(normal())) },
    { name: 'uniform', source: each(() => 1 + random()) },
    { name: 'exponential', source: each(() => 10 - Math.log(1 - random())) },
    { name: '3 % spikes', source: each(() => (100 + 5 * normal()) * (random() < 0.03 ? 1.5 + 2.5 * random() : 1)) },
    { name: 'rounded', source: each(() => Math.round(10 + 1.5 * normal())) },
    { name: 'AR .9', source: () => Float64Array.from(autoregressive(200, 0.9, normal), (value) => Math.exp(0.1 * value)) },
    { name: 'a random walk', source: () => Float64Array.from(autoregressive(200, 1, normal), (value) => Math.exp(0.02 * value)) },
  ])('finds one band in $name in 99 of 100 series', ({ source }) => {
    const runs = 200;
    const alarms = Array.from({ length: runs }, () => bands(source())?.bands.length ?? 1).filter((count) => count > 1).length;
    expect(alarms / runs).toBeLessThan(chanceBounds(0.01, runs).high);
  });
});

describe('bandGroups', () => {
  it('says that the CPU model explains the bands', () => {
    const values = mixture(400, TWO);
    const models = Array.from(values, (value) => (value > 120 ? 'EPYC 7452' : 'Xeon 8171M'));
    const found = bandGroups(values, models, bands(values)?.bands ?? []);
    expect(found?.explained).toBe(1);
    expect(found?.test?.p).toBeLessThan(1e-20);
    expect(found?.groups.find(({ key }) => key === 'EPYC 7452')).toMatchObject({ n: 120, inBand: [0, 120] });
  });

  it('says that the zone does not', () => {
    const values = mixture(400, TWO);
    const found = bandGroups(
      values,
      Array.from(values, (_, index) => `zone ${index % 2}`),
      bands(values)?.bands ?? [],
    );
    expect(found?.explained).toBeCloseTo(0.7, 2);
    expect(found?.test?.p).toBeGreaterThan(0.01);
  });

  it('leaves out what is not known', () => {
    const values = Float64Array.of(1, 2, Number.NaN, 4);
    const whole = [{ low: 1, high: 4, n: 3, share: 1, median: 2, robustCv: 0 }];
    expect(bandGroups(values, [null, null, 'a', null], whole)).toBeNull();
    expect(bandGroups(values, ['a', null, 'a', 'a'], whole)).toMatchObject({
      test: null,
      explained: 1,
      groups: [{ key: 'a', n: 2, inBand: [2] }],
    });
    expect(bandGroups(values, ['a', 'b', 'b', 'b'], [])).toMatchObject({ explained: 0, groups: [{ key: 'a' }, { key: 'b', median: 3 }] });
  });
});

describe.skipIf(!hasShared('azure-vm-noise/eastus-B8ms-short/sysbench-test-cpu.csv.gz'))(
  'real machines (needs ../shared/data/azure-vm-noise)',
  () => {
    it('sees the mixed hardware under short-lived machines, and none under three long-lived ones of one kind', () => {
      const short = bands(azureRows('eastus-B8ms-short/sysbench-test-cpu.csv.gz').values);
      expect(short?.bands.map(({ median }) => Math.round(median))).toEqual([6707, 8208, 17_130]);
      expect(short?.bands.map(({ share }) => Number(share.toFixed(2)))).toEqual([0.33, 0.61, 0.06]);
      // What is left inside a band is as steady as the long-lived machines.
      expect(short?.bands[1]?.robustCv).toBeLessThan(0.01);
      for (const file of ['eastus-B8ms-long', 'westus2-D8s_v5-long', 'westus2-D8s_v5-short']) {
        expect(bands(azureRows(`${file}/sysbench-test-cpu.csv.gz`).values)?.bands, file).toHaveLength(1);
      }
    });
  },
);
