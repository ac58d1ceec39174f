import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fluctuation, robustCv } from '../../src/analysis/fluctuation.ts';
import { seededRandom } from '../../src/core/random.ts';
import { azureValues, hasShared } from './shared-data.ts';
import { gaussian, shuffled } from './simulate.ts';

const positive = fc.array(fc.double({ min: 0.001, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('fluctuation', () => {
  it('says nothing of nothing', () => {
    expect(fluctuation([])).toBeUndefined();
    expect(fluctuation([null, Number.NaN, Infinity])).toBeUndefined();
  });

  it('gives one and two values without an interval', () => {
    expect(fluctuation([3])).toMatchObject({ n: 1, mean: 3, min: 3, max: 3, cv: 0, autocorrelation: 0, effectiveN: 1 });
    const two = fluctuation([1, null, 3]);
    expect(two).toMatchObject({ n: 2, missing: 1, median: { value: 2, low: null, high: null }, q1: 1.5, q3: 2.5 });
    expect(two?.robustCv).toMatchObject({ low: null, high: null });
    expect(two?.robustCv.value).toBeCloseTo(1.4826 / 2, 4);
  });

  it('counts what is missing and never takes it for zero', () => {
    const clean = fluctuation([5, 6, 7, 8, 9, 10]);
    const holes = fluctuation([5, null, 6, 7, Number.NaN, 8, 9, 10, -Infinity]);
    expect(holes).toMatchObject({ n: 6, missing: 3, mean: 7.5, min: 5 });
    expect(holes?.median).toEqual(clean?.median);
    expect(holes?.robustCv).toEqual(clean?.robustCv);
  });

  it('finds no spread in a constant series, not even of zeros', () => {
    for (const value of [0, 4.2]) {
      expect(fluctuation(Array.from({ length: 8 }, () => value))).toMatchObject({
        robustCv: { value: 0, low: 0, high: 0 },
        cv: 0,
        quartileCoefficient: 0,
        autocorrelation: 0,
        effectiveN: 8,
      });
    }
  });

  it('gives NaN, not infinity, for a spread relative to a median of 0', () => {
    expect(fluctuation([-1, 0, 1, -2, 2, 0.5, -0.5])?.robustCv.value).toBeNaN();
  });

  it('is robust: one job in ten that takes a hundred times as long hardly moves the headline', () => {
    const values = Array.from({ length: 40 }, (_, index) => 100 + (index % 7));
    const spiked = values.map((value, index) => (index % 10 === 3 ? value * 100 : value));
    const [plain, spiky] = [fluctuation(values), fluctuation(spiked)];
    expect(spiky?.robustCv.value).toBeLessThan(1.6 * (plain?.robustCv.value ?? 0));
    expect(spiky?.cv).toBeGreaterThan(50 * (plain?.cv ?? 0));
  });

  it('prints no p95 below 59 values and no p99 below 299', () => {
    const ramp = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
    expect(fluctuation(ramp(58))).toMatchObject({ p95: { tooFew: true, n: 58, need: 59 }, p99: { tooFew: true, need: 299 } });
    expect(fluctuation(ramp(59))?.p95).toMatchObject({ high: 59, level: 0.95 });
    expect(fluctuation(ramp(299))?.p99).toMatchObject({ high: 299, level: 0.95 });
  });

  it('knows that runs of equal values are worth fewer', () => {
    const steps = Array.from({ length: 60 }, (_, index) => 10 + Math.floor(index / 15));
    expect(fluctuation(steps)?.effectiveN).toBeLessThan(5);
  });

  it('does not change its shares with the unit of time', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (values, factor) => {
        const [seconds, other] = [fluctuation(values), fluctuation(values.map((value) => value * factor))];
        expect(other?.robustCv.value).toBeCloseTo(seconds?.robustCv.value ?? Number.NaN, 8);
        expect(other?.cv).toBeCloseTo(seconds?.cv ?? Number.NaN, 8);
        expect(other?.quartileCoefficient).toBeCloseTo(seconds?.quartileCoefficient ?? Number.NaN, 8);
        expect((other?.median.value ?? 0) / factor).toBeCloseTo(seconds?.median.value ?? Number.NaN, 6);
      }),
    );
  });

  it('depends on the order of the values in its autocorrelation only', () => {
    fc.assert(
      fc.property(positive, fc.integer(), (values, seed) => {
        const strip = (all: readonly number[]): object => ({ ...fluctuation(all), mean: 0, cv: 0, autocorrelation: 0, effectiveN: 0 });
        expect(strip(shuffled(values, seededRandom(seed)))).toEqual(strip(values));
      }),
    );
  });
});

describe('the interval of the robust CV', () => {
  it.each([
    { name: 'Normal, 5 %', draw: (z: number) => 100 + 5 * z, truth: 0.05 },
    { name: 'lognormal, σ = .5', draw: (z: number) => Math.exp(0.5 * z), truth: 0.4861 },
  ])('covers the truth at 8 to 120 values ($name)', ({ draw, truth }) => {
    const normal = gaussian(5);
    for (const n of [8, 21, 120]) {
      const runs = 1500;
      let held = 0;
      for (let run = 0; run < runs; run += 1) {
        const { low, high } = robustCv(Array.from({ length: n }, () => draw(normal())));
        if ((low as number) <= truth && truth <= (high as number)) held += 1;
      }
      expect(held / runs, `n = ${n}`).toBeGreaterThan(0.93);
    }
  });
});

const REAL = 'azure-vm-noise/westus2-D8s_v5-long/sysbench-test-cpu.csv.gz';

describe.skipIf(!hasShared(REAL))('real measurements (needs ../shared/data/azure-vm-noise)', () => {
  it.each([
    ['westus2-D8s_v5-long/sysbench-test-cpu.csv.gz', 0.0007],
    ['westus2-D8s_v5-long/sysbench-test-ram-memory.csv.gz', 0.0251],
    ['westus2-D8s_v5-long/stress-ng-test-cpu-cache.csv.gz', 0.1396],
    ['eastus-B8ms-long/sysbench-test-cpu.csv.gz', 0.0042],
    ['eastus-B8ms-short/sysbench-test-cpu.csv.gz', 0.285],
  ])('%s has the published coefficient of variation', (file, cv) => {
    const figures = fluctuation([...azureValues(file).values()].flat());
    expect(Math.abs((figures?.cv ?? 0) - cv)).toBeLessThan(cv === 0.285 ? 5e-4 : 5e-5);
  });

  it('counts 20,747 runs of sysbench with median 12,509.71', () => {
    expect(fluctuation([...azureValues('westus2-D8s_v5-long/sysbench-test-cpu.csv.gz').values()].flat())).toMatchObject({
      n: 20_747,
      median: { value: 12_509.71 },
    });
  });
});
