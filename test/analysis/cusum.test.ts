import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDeviation, startCusum, stepCusum, type CusumAlarm } from '../../src/analysis/cusum.ts';
import { acceptValue, levelOf, startBaseline } from '../../src/analysis/robust-baseline.ts';
import { MAD_TO_SD, mad, median } from '../../src/analysis/quantile.ts';
import { chanceBounds, gaussian } from './simulate.ts';

interface At extends CusumAlarm {
  readonly index: number;
}

function alarmsOf(values: readonly number[], effect: 'ratio' | 'absolute' = 'ratio'): At[] {
  const state = startCusum(effect);
  return values.flatMap((value, index) => {
    const alarm = stepCusum(state, value);
    return alarm === null ? [] : [{ ...alarm, index }];
  });
}

function shifted(seed: number, { before = 150, after = 60, by = 0.3, spread = 0.1 } = {}): number[] {
  const normal = gaussian(seed);
  return Array.from({ length: before + after }, (_, index) => 2 * Math.exp(spread * normal() + (index < before ? 0 : by)));
}

describe('a robust baseline', () => {
  const doubles = fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 1024);

  it('has the median and the MAD of the newest values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(doubles, { minLength: 1, maxLength: 50 }), (size, values) => {
        const baseline = startBaseline(size);
        values.forEach((value) => acceptValue(baseline, value));
        const newest = values.slice(-size);
        const { centre, scale } = levelOf(baseline, 0);
        expect(centre).toBe(median(newest));
        // Autocorrelation widens it, by √9 at most.
        const spread = MAD_TO_SD * mad(newest);
        if (spread > 1e-9) expect(scale / spread).toBeGreaterThanOrEqual(1 - 1e-9);
        if (spread > 1e-9) expect(scale / spread).toBeLessThanOrEqual(3 + 1e-9);
      }),
    );
  });

  it('takes the rounding for the scale where most values are equal, and the floor where that is more', () => {
    const baseline = startBaseline(9);
    for (const value of [5, 5, 7, 5, 5, 6.5, 5, 5, 5]) acceptValue(baseline, value);
    const { scale } = levelOf(baseline, 0);
    expect(scale).toBeCloseTo(0.5 / Math.sqrt(12), 12);
    expect(levelOf(baseline, 2).scale).toBe(2);
  });

  it('is widened by √((1 + ρ) ÷ (1 − ρ)), ρ at most .8', () => {
    const baseline = startBaseline(100);
    // Each twice: ρ of neighbours about one half.
    const normal = gaussian(5);
    for (let pair = 0; pair < 50; pair += 1) {
      const value = normal();
      acceptValue(baseline, value);
      acceptValue(baseline, value);
    }
    const plain = MAD_TO_SD * mad([...baseline.ring]);
    expect(levelOf(baseline, 0).scale / plain).toBeGreaterThan(1.4);
    expect(levelOf(baseline, 0).scale / plain).toBeLessThan(2.1);
    const ramp = startBaseline(100);
    for (let at = 0; at < 100; at += 1) acceptValue(ramp, at);
    expect(levelOf(ramp, 0).scale).toBeCloseTo(3 * MAD_TO_SD * 25, 9);
  });

  it('is no number while empty, and 0 wide for a constant', () => {
    const baseline = startBaseline(3);
    expect(levelOf(baseline, 1)).toEqual({ centre: Number.NaN, scale: Number.NaN });
    acceptValue(baseline, 4);
    expect(levelOf(baseline, 0)).toEqual({ centre: 4, scale: 0 });
  });
});

describe('the sums', () => {
  it('cross 8 after the deviations that it takes, and begin anew', () => {
    const sums = { up: 0, down: 0, upFor: 0, downFor: 0 };
    const given = [2, 2, -1, 2, 2, 2, 2];
    expect(given.map((deviation) => addDeviation(sums, deviation))).toEqual([null, null, null, null, null, null, null]);
    expect(sums.up).toBe(7.5);
    expect(addDeviation(sums, 2)).toEqual({ direction: 'up', since: 8 });
    expect(sums).toEqual({ up: 0, down: 0, upFor: 0, downFor: 0 });
    expect([-4, -4, -4].map((deviation) => addDeviation(sums, deviation))).toEqual([null, null, { direction: 'down', since: 3 }]);
  });

  it("meet Siegmund's run lengths where the level is known: 16.3 values to see one scale, 9,556 between false alarms", () => {
    const normal = gaussian(11);
    const delays = Array.from({ length: 1_000 }, () => {
      const sums = { up: 0, down: 0, upFor: 0, downFor: 0 };
      for (let delay = 1; ; delay += 1) if (addDeviation(sums, normal() + 1) !== null) return delay;
    });
    // Standard deviation of one delay about 6.6: ±.8 is four standard errors.
    expect(Math.abs(delays.reduce((sum, delay) => sum + delay, 0) / delays.length - 16.3)).toBeLessThan(1.1);
    const sums = { up: 0, down: 0, upFor: 0, downFor: 0 };
    const values = 1_000_000;
    let alarms = 0;
    for (let at = 0; at < values; at += 1) if (addDeviation(sums, normal()) !== null) alarms += 1;
    const { low, high } = chanceBounds(1 / 9_556, values);
    // Siegmund's own error is a few percent.
    expect(alarms / values).toBeGreaterThan(0.9 * low);
    expect(alarms / values).toBeLessThan(1.1 * high);
  });
});

describe('the CUSUM of a series', () => {
  it('sees a shift within a few values, tells its direction and about where it began', () => {
    const [alarm] = alarmsOf(shifted(3));
    expect(alarm?.direction).toBe('up');
    expect(alarm?.index).toBeGreaterThanOrEqual(150);
    expect(alarm?.index).toBeLessThan(156);
    expect(Math.abs((alarm?.index ?? 0) - (alarm?.since ?? 0) + 1 - 150)).toBeLessThanOrEqual(3);
    expect(alarmsOf(shifted(3, { by: -0.3 }))[0]?.direction).toBe('down');
  });

  it('says nothing for the first 30 values, of a constant, and of one spike', () => {
    expect(alarmsOf(Array.from({ length: 30 }, (_, at) => (at < 15 ? 1 : 100)))).toEqual([]);
    expect(alarmsOf(Array<number>(500).fill(0.25))).toEqual([]);
    expect(alarmsOf(Array<number>(500).fill(0), 'absolute')).toEqual([]);
    const spike = Array.from({ length: 300 }, (_, at) => (at === 200 ? 1e6 : 1 + 0.02 * Math.sin(at * at)));
    expect(alarmsOf(spike)).toEqual([]);
  });

  it('does not call a change under half a percent of a level that hardly varies', () => {
    const steady = Array.from({ length: 300 }, (_, at) => 100 + 0.001 * (at % 3) + (at < 150 ? 0 : 0.2));
    expect(alarmsOf(steady)).toEqual([]);
    expect(alarmsOf(steady, 'absolute').length).toBeGreaterThan(0);
  });

  it('gets used to a new level: a shift that stays stops alarming', () => {
    const alarms = alarmsOf(shifted(5, { after: 1_000, by: 1 }));
    expect(alarms.length).toBeGreaterThan(1);
    expect(alarms.filter(({ index }) => index > 150 + 250).length).toBeLessThan(4);
  });

  it('counts a value that is no duration as far too low, and does not learn from it', () => {
    const values = [...shifted(8, { after: 0 }), 0, 0, 0, -1];
    expect(alarmsOf(values)).toMatchObject([{ direction: 'down' }]);
    expect(alarmsOf([0, 0, 0, ...values.slice(0, 150)])).toEqual([]);
  });

  it('does not see what is missing', () => {
    const values = shifted(4);
    const holed = values.flatMap((value, index) => (index % 7 === 3 ? [Number.NaN, Infinity, value] : [value]));
    const place = holed.flatMap((value, index) => (Number.isFinite(value) ? [index] : []));
    expect(alarmsOf(holed)).toEqual(alarmsOf(values).map((alarm) => ({ ...alarm, index: place[alarm.index] })));
  });

  it('does not change with the unit, absolute neither with the zero, and turns with the sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -1000, max: 1000 }),
        (seed, power, by) => {
          const values = shifted(seed).map((value) => Math.round(value * 1024) / 1024);
          const scaled = values.map((value) => value * 2 ** power);
          expect(alarmsOf(scaled, 'absolute')).toEqual(alarmsOf(values, 'absolute'));
          expect(
            alarmsOf(
              values.map((value) => value + by),
              'absolute',
            ).map(({ index }) => index),
          ).toEqual(alarmsOf(values, 'absolute').map(({ index }) => index));
          expect(alarmsOf(scaled).map(({ index }) => index)).toEqual(alarmsOf(values).map(({ index }) => index));
          const turned = alarmsOf(
            values.map((value) => -value),
            'absolute',
          );
          expect(turned.map(({ direction }) => direction === 'up')).toEqual(
            alarmsOf(values, 'absolute').map(({ direction }) => direction === 'down'),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('looks at no later value', () => {
    const values = shifted(9);
    expect(alarmsOf(values.slice(0, 170))).toEqual(alarmsOf(values).filter(({ index }) => index < 170));
  });

  it('is seldom wrong on a steady series, and rarely misses two scales', () => {
    const normal = gaussian(21);
    const values = 300_000;
    const alarms = alarmsOf(Array.from({ length: values }, normal), 'absolute').length;
    expect(values / alarms).toBeGreaterThan(1_200);
    const met = Array.from({ length: 200 }, (_, seed) =>
      alarmsOf(shifted(seed + 1, { by: 0.2 })).some(({ index }) => index >= 150 && index < 175),
    );
    expect(met.filter(Boolean).length).toBeGreaterThan(185);
  });
});
