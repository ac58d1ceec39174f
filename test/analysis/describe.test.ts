import * as fc from 'fast-check';
import { describe as suite, expect, it } from 'vitest';
import { describe } from '../../src/analysis/describe.ts';
import { percentiles } from '../../src/analysis/percentile-ratios.ts';
import { seededRandom } from '../../src/core/random.ts';
import { azureRows, hasShared } from './shared-data.ts';
import { chanceBounds, gaussian } from './simulate.ts';
import { timed } from './timed.ts';

const rows = (values: readonly number[]): { times: null; values: Float64Array } => ({ times: null, values: Float64Array.from(values) });

suite('a series described', () => {
  it('says all there is to say of four weeks of hourly values', () => {
    const normal = gaussian(1);
    const series = timed(24 * 28, (index, hours) => {
      return index % 50 === 7 ? Number.NaN : 100 + 6 * Math.cos((2 * Math.PI * (hours - 15)) / 24) + 2 * normal();
    });
    const found = describe(series, { timeZone: '+01:00', groups: Array.from(series.values, (_, index) => `host ${index % 3}`) });
    expect(found?.fluctuation).toMatchObject({ n: 24 * 28 - 14, missing: 14 });
    expect(found?.autocorrelations).toHaveLength(24);
    expect(found?.autocorrelations[0]).toBe(found?.fluctuation.autocorrelation);
    expect(found?.autocorrelations[23]).toBeGreaterThan(0.5);
    expect(found?.ljungBox).toMatchObject({ lags: 10 });
    expect(found?.ljungBox?.p).toBeLessThan(1e-12);
    expect(found?.daily?.waves[0]?.peakHour).toBeCloseTo(16, 0);
    expect(found?.daily?.waves[0]?.amplitudeShare).toBeCloseTo(0.06, 2);
    expect(found?.hours?.p).toBeLessThan(1e-12);
    expect(found?.weekdays?.p).toBeGreaterThan(0.001);
    expect(found?.bands?.bands).toHaveLength(1);
    expect(found?.groups?.groups).toHaveLength(3);
    expect(found?.fano).toBeNull();
  });

  it('says what it can of little', () => {
    expect(describe(rows([]))).toBeUndefined();
    expect(describe(rows([Number.NaN, Infinity]))).toBeUndefined();
    const nothing = { daily: null, hours: null, weekdays: null, bands: null, groups: null, ljungBox: null, autocorrelations: [] };
    expect(describe(rows([3]))).toMatchObject({ ...nothing, fluctuation: { n: 1 }, percentiles: { p5: { tooFew: true, need: 59 } } });
    expect(describe(rows([3, 4]))).toMatchObject({ ...nothing, fluctuation: { n: 2 } });
    expect(describe(rows([1, 2, 3, 4, 5]))?.ljungBox).toMatchObject({ lags: 1 });
  });

  it('finds nothing in a constant, and no waves in two values that alternate', () => {
    const constant = describe(
      timed(24 * 30, () => 5),
      { counts: true },
    );
    expect(constant).toMatchObject({ fano: 0, daily: { p: 1 }, hours: { p: 1 }, weekdays: { p: 1 }, ljungBox: { statistic: 0, p: 1 } });
    expect(constant?.percentiles.p95ToMedian).toMatchObject({ value: 1, low: 1, high: 1 });
    const two = describe(timed(24 * 30, (index) => (index % 2 === 0 ? 5 : 7)));
    expect(two?.daily?.p).toBeGreaterThan(0.5);
    expect(two?.autocorrelations[1]).toBeGreaterThan(0.99);
  });

  it('gives counts a Fano factor: about 1 for events at random', () => {
    const random = seededRandom(5);
    const events = Array.from({ length: 4000 }, () => {
      let [count, product] = [0, random()];
      for (; product > Math.exp(-4); product *= random()) count += 1;
      return count;
    });
    expect(describe(rows(events), { counts: true })?.fano).toBeCloseTo(1, 1);
    expect(describe(rows([0, 0, 0]), { counts: true })?.fano).toBeNull();
  });

  it('refuses a time zone that nobody knows', () => {
    expect(() =>
      describe(
        timed(100, (index) => index),
        { timeZone: 'Nowhere' },
      ),
    ).toThrow(/unknown time zone "Nowhere"/);
  });

  it('does not touch what it is given', () => {
    const series = timed(200, (index) => (index * 7) % 31);
    const [times, values] = [series.times?.slice(), series.values.slice()];
    describe(series);
    expect(series).toEqual({ times, values });
  });

  it('keeps every share, p and count when the unit changes', () => {
    const normal = gaussian(8);
    const values = Array.from({ length: 24 * 22 }, () => Math.exp(0.2 * normal()));
    const shares = (factor: number): object => {
      const found = describe(timed(values.length, (index) => factor * (values[index] as number)));
      return JSON.parse(
        JSON.stringify([
          found?.fluctuation.robustCv,
          found?.percentiles.p95ToMedian,
          found?.autocorrelations,
          found?.ljungBox,
          found?.daily?.p,
          found?.daily?.waves.map(({ amplitudeShare, peakHour, p }) => [amplitudeShare, peakHour, p]),
          found?.hours?.statistic,
          found?.weekdays?.statistic,
          found?.bands?.bands.map(({ n, share }) => [n, share]),
        ]),
        (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value),
      ) as object;
    };
    const seconds = shares(1);
    fc.assert(
      // Powers of two, so that not even rounding differs.
      fc.property(fc.integer({ min: -20, max: 20 }), (exponent) => {
        expect(shares(2 ** exponent)).toEqual(seconds);
      }),
      { numRuns: 6 },
    );
  });

  it.skipIf(!hasShared('azure-vm-noise/westus2-D8s_v5-long/sysbench-test-cpu.csv.gz'))(
    'finds no daily course of 0.5 % in 483 days of a CPU benchmark on three machines (needs ../shared/data/azure-vm-noise)',
    () => {
      const { machines, ...series } = azureRows('westus2-D8s_v5-long/sysbench-test-cpu.csv.gz');
      const found = describe(series, { groups: machines });
      expect(found?.fluctuation).toMatchObject({ n: 20_747, median: { value: 12_509.71 } });
      expect(found?.daily?.waves.every(({ amplitudeShare }) => amplitudeShare < 0.005)).toBe(true);
      expect(found?.bands?.bands).toHaveLength(1);
    },
  );
});

suite('percentiles', () => {
  const ramp = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

  it('says from which n on they can be told', () => {
    expect(percentiles(ramp(58))).toEqual({
      p5: { tooFew: true, n: 58, need: 59 },
      p95ToMedian: { tooFew: true, n: 58, need: 59 },
      p99ToMedian: { tooFew: true, n: 58, need: 299 },
    });
    expect(percentiles(ramp(59)).p5).toMatchObject({ low: 1 });
    // The ratio spends half its error on the median, so that its upper bound comes later.
    expect(percentiles(ramp(59)).p95ToMedian).toMatchObject({ high: null });
    expect(percentiles(ramp(101)).p95ToMedian).toMatchObject({ value: 96 / 51 });
  });

  it('gives no ratio to a median that is not positive', () => {
    expect(percentiles(ramp(101).map((value) => value - 51)).p95ToMedian).toMatchObject({ value: Number.NaN });
  });

  it('covers the true ratio at least as often as it says', () => {
    const normal = gaussian(19);
    const truth = Math.exp(0.3 * 1.6448536269514722);
    const runs = 1000;
    const held = Array.from({ length: runs }, () =>
      percentiles(Float64Array.from({ length: 150 }, () => Math.exp(0.3 * normal())).sort()),
    ).filter(({ p95ToMedian }) => {
      return !('tooFew' in p95ToMedian) && (p95ToMedian.low as number) <= truth && truth <= (p95ToMedian.high as number);
    }).length;
    expect(held / runs).toBeGreaterThan(chanceBounds(0.95, runs).low);
  });
});
