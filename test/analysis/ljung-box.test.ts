import { describe, expect, it } from 'vitest';
import { ljungBox } from '../../src/analysis/ljung-box.ts';
import { autocorrelations } from '../../src/analysis/moments.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import { agreement } from './agreement.ts';
import { hasShared, nile } from './shared-data.ts';
import { chanceBounds, gaussian } from './simulate.ts';

describe('ljungBox', () => {
  it('says nothing without lags, or with no more values than lags', () => {
    expect(ljungBox([], 50)).toBeNull();
    expect(ljungBox([0.1, 0.2], 2)).toBeNull();
    expect(ljungBox([0], 3)).toEqual({ lags: 1, statistic: 0, p: 1 });
  });

  it('is its formula', () => {
    expect(ljungBox([0.5, -0.2], 20)?.statistic).toBeCloseTo(20 * 22 * (0.25 / 19 + 0.04 / 18), 12);
  });

  it('rejects one in twenty where values are independent', () => {
    const normal = gaussian(12);
    const runs = 2000;
    const rejected = Array.from({ length: runs }, () =>
      ljungBox(autocorrelations(Float64Array.from({ length: 200 }, normal), 10), 200),
    ).filter((test) => (test?.p ?? 1) < 0.05).length;
    expect(rejected / runs).toBeGreaterThan(chanceBounds(0.05, runs).low);
    expect(rejected / runs).toBeLessThan(chanceBounds(0.055, runs).high);
  });

  it.skipIf(!hasShared('tcpd/nile.json'))("solves the Nile, as its quantiles of type 7 are R's (needs ../shared/data/tcpd)", () => {
    const values = nile();
    const correlations = autocorrelations(values, 10);
    expect(agreement(correlations[0] ?? 0, 0.498408)).toBeGreaterThanOrEqual(6);
    expect(agreement(ljungBox(correlations, 100)?.statistic ?? 0, 88.1269)).toBeGreaterThanOrEqual(6);
    const sorted = values.toSorted();
    const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((p) => Number(quantile(sorted, p).toFixed(6)));
    expect(quantiles.slice(0, 5)).toEqual([697.8, 798.5, 893.5, 1032.5, 1210.5]);
    expect(quantiles[5]).toBeCloseTo(1261.1, 8);
  });
});
