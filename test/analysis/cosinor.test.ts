import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosinor } from '../../src/analysis/cosinor.ts';
import { chanceBounds, gaussian } from './simulate.ts';
import { HOUR_US, MONDAY_US, autoregressive, timed } from './timed.ts';

const day = (hours: number, peak: number): number => Math.cos((2 * Math.PI * (hours - peak)) / 24);
const half = (hours: number, peak: number): number => Math.cos((2 * Math.PI * (hours - peak)) / 12);

describe('cosinor', () => {
  it.each([
    { name: 'every hour', everyHours: 1, n: 24 * 8 },
    { name: 'every ten minutes', everyHours: 1 / 6, n: 6 * 24 * 8 },
    { name: 'every five hours', everyHours: 5, n: 120 },
  ])('finds both waves of a series measured $name', ({ everyHours, n }) => {
    const series = timed(n, (_, hours) => 100 + 8 * day(hours, 14.5) + 3 * half(hours, 2), { everyHours });
    const found = cosinor(series);
    // Medians over an hour flatten a cosine a little.
    expect(found?.waves[0]?.amplitude).toBeCloseTo(8, 0);
    expect(found?.waves[0]?.amplitudeShare).toBeCloseTo(0.08, 2);
    expect(Math.abs((found?.waves[0]?.peakHour ?? 0) - 14.5)).toBeLessThan(0.1);
    expect(found?.waves[1]?.amplitude).toBeCloseTo(3, 0);
    expect(Math.abs((found?.waves[1]?.peakHour ?? 0) - 2)).toBeLessThan(0.1);
    expect(found?.p).toBeLessThan(1e-6);
    expect(found?.waves.every(({ p }) => p < 1e-4)).toBe(true);
  });

  it('is exact where nothing is thinned: five-hourly values of a pure cosine', () => {
    const found = cosinor(timed(96, (_, hours) => 10 + 2 * day(hours, 20), { everyHours: 5 }));
    expect(found?.waves[0]?.amplitude).toBeCloseTo(2, 9);
    expect(found?.waves[0]?.peakHour).toBeCloseTo(20, 9);
    expect(found?.waves[1]?.amplitude).toBeCloseTo(0, 9);
  });

  it('tells the hour of the zone that was asked for, through the change of its clock', () => {
    const peakAt = (timeZone?: string): number =>
      cosinor(
        timed(24 * 20, (_, hours) => 50 + day(hours, 14), { startUs: MONDAY_US }),
        timeZone === undefined ? {} : { timeZone },
      )?.waves[0]?.peakHour ?? Number.NaN;
    expect(peakAt()).toBeCloseTo(14, 1);
    expect(peakAt('Asia/Kolkata')).toBeCloseTo(19.5, 1);
    expect(peakAt('-03:00')).toBeCloseTo(11, 1);
    // Berlin, 31 March 2024: the wall clock jumps in the middle of what peaks at 14 by the wall clock.
    const startUs = Date.UTC(2024, 2, 21) * 1000;
    const summer = Date.UTC(2024, 2, 31, 1) * 1000;
    const wall = timed(24 * 20, (_, hours) => 50 + day(hours + (startUs + hours * HOUR_US >= summer ? 2 : 1), 14), { startUs });
    const found = cosinor(wall, { timeZone: 'Europe/Berlin' });
    expect(found?.waves[0]?.peakHour).toBeCloseTo(14, 1);
  });

  it('refuses a zone that nobody knows', () => {
    expect(() =>
      cosinor(
        timed(24 * 8, (_, hours) => hours),
        { timeZone: 'Europe/Atlantis' },
      ),
    ).toThrow(/unknown time zone "Europe\/Atlantis"/);
  });

  it('says nothing where nothing can be told', () => {
    expect(cosinor({ times: null, values: Float64Array.from({ length: 500 }, (_, i) => i % 24) })).toBeNull();
    expect(cosinor(timed(0, () => 0))).toBeNull();
    expect(cosinor(timed(71, (_, hours) => day(hours, 3)))).toBeNull();
    expect(cosinor(timed(72, (_, hours) => day(hours, 3)))).not.toBeNull();
    // Always at the same hour: which part of a value is the hour's cannot be known.
    expect(cosinor(timed(60, (index) => index % 7, { everyHours: 24 }))).toBeNull();
    expect(cosinor(timed(90, () => Number.NaN))).toBeNull();
  });

  it('finds no wave in a constant, and no share of a median of 0', () => {
    expect(cosinor(timed(24 * 9, () => 0.1))).toMatchObject({ f: 0, p: 1, waves: [{ p: 1 }, { p: 1 }] });
    expect(cosinor(timed(24 * 9, (_, hours) => day(hours, 1) * (Math.floor(hours) % 2)))?.waves[0]?.amplitudeShare).toBeNaN();
  });

  it('sees the day through a step, a trend and holes', () => {
    const normal = gaussian(2);
    const series = timed(24 * 10, (index, hours) => {
      if (index % 17 === 3) return Number.NaN;
      return 100 + day(hours, 9) + 0.5 * normal() + (hours > 90 ? 6 : 0) + hours / 50;
    });
    const found = cosinor(series);
    expect(found?.p).toBeLessThan(1e-3);
    expect(Math.abs((found?.waves[0]?.peakHour ?? 0) - 9)).toBeLessThan(1);
  });

  it('keeps p and shares when the unit changes', () => {
    const normal = gaussian(4);
    const noise = Array.from({ length: 24 * 7 }, () => normal());
    const seconds = cosinor(timed(noise.length, (index, hours) => 20 + 0.4 * day(hours, 5) + (noise[index] as number)));
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (factor) => {
        const other = cosinor(timed(noise.length, (index, hours) => factor * (20 + 0.4 * day(hours, 5) + (noise[index] as number))));
        expect(other?.p).toBeCloseTo(seconds?.p ?? Number.NaN, 8);
        expect(other?.waves[0]?.amplitudeShare).toBeCloseTo(seconds?.waves[0]?.amplitudeShare ?? Number.NaN, 8);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    { name: 'independent values', rho: 0, hours: 24 * 7, everyHours: 1 },
    { name: 'values that remember half', rho: 0.5, hours: 24 * 7, everyHours: 1 },
    { name: 'values that remember nine tenths', rho: 0.9, hours: 24 * 4, everyHours: 1 },
    { name: 'a random walk', rho: 1, hours: 24 * 4, everyHours: 1 },
    { name: 'values five hours apart', rho: 0.3, hours: 24 * 20, everyHours: 5 },
  ])('finds a day in $name no more often than one in a hundred', ({ rho, hours, everyHours }) => {
    const normal = gaussian(31);
    const runs = 400;
    const n = Math.round(hours / everyHours);
    const alarms = Array.from({ length: runs }, () => {
      const values = autoregressive(n, rho, normal);
      return cosinor(timed(n, (index) => values[index] as number, { everyHours }))?.p ?? 1;
    }).filter((p) => p < 0.01).length;
    expect(alarms / runs).toBeLessThan(chanceBounds(0.01, runs).high);
  });
});
