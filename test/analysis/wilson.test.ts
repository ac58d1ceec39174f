import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../src/analysis/beta-distribution.ts';
import { jeffreys, wilson } from '../../src/analysis/wilson.ts';

describe('wilson', () => {
  it.each([
    [81, 263, 0.255289, 0.36621],
    [15, 148, 0.062386, 0.160487],
    [0, 20, 0, 0.161125],
    [1, 29, 0.006113, 0.171755],
    [0, 720, 0, 0.005307],
  ])('%i of %i lies in %f … %f', (count, n, low, high) => {
    const estimate = wilson(count, n);
    expect(estimate.value).toBe(count / n);
    expect(estimate.low).toBeCloseTo(low, 6);
    expect(estimate.high).toBeCloseTo(high, 6);
  });

  it('keeps digits near 1', () => {
    expect(wilson(9999, 10000).low).toBeCloseTo(0.99943373, 8);
    expect(wilson(9999, 10000).high).toBeCloseTo(0.99998235, 8);
  });

  it('holds its share, mirrors, and knows nothing of nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const count = Math.round(n * part);
        const [failed, fine] = [wilson(count, n), wilson(n - count, n)];
        expect(failed.low).toBeLessThanOrEqual(failed.value + 1e-12);
        expect(failed.high).toBeGreaterThanOrEqual(failed.value - 1e-12);
        expect(failed.low).toBeCloseTo(1 - (fine.high as number), 10);
      }),
    );
    expect(wilson(0, 0)).toEqual({ value: Number.NaN, low: null, high: null, level: 0.95 });
  });
});

describe('jeffreys', () => {
  it('gives the known interval, and closes at none and all', () => {
    expect(jeffreys(81, 263).low).toBeCloseTo(0.254522, 6);
    expect(jeffreys(81, 263).high).toBeCloseTo(0.365647, 6);
    expect(jeffreys(0, 20).low).toBe(0);
    expect(jeffreys(20, 20).high).toBe(1);
    expect(jeffreys(0, 0).low).toBeNull();
  });
});

it('the quantiles of the beta distribution give Clopper & Pearson’s exact interval of 81 in 263', () => {
  expect(betaQuantile(0.025, 81, 263 - 81 + 1)).toBeCloseTo(0.252737, 6);
  expect(betaQuantile(0.975, 81 + 1, 263 - 81)).toBeCloseTo(0.367622, 6);
});
