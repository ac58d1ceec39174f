import { describe, expect, it } from 'vitest';
import { recurringHours, recurringWeekdays } from '../../src/analysis/recurring-hours.ts';
import { chanceBounds, gaussian } from './simulate.ts';
import { MONDAY_US, autoregressive, timed } from './timed.ts';

const night = (hours: number): number => (hours % 24 < 3 ? 1 : 0);

describe('recurringHours', () => {
  it('finds the nightly backup, whose hours no cosine describes, and says when', () => {
    const normal = gaussian(3);
    const found = recurringHours(timed(24 * 14, (_, hours) => 10 + 2 * night(hours) + 0.3 * normal()));
    expect(found?.p).toBeLessThan(1e-6);
    expect(found?.slots.map(({ slot }) => slot)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    expect(found?.slots.filter(({ median }) => median > 11).map(({ slot }) => slot)).toEqual([0, 1, 2]);
    expect(found?.epsilonSquared).toBeGreaterThan(0.3);
  });

  it('names the hours of the zone that was asked for', () => {
    const normal = gaussian(3);
    const series = timed(24 * 14, (_, hours) => 10 + 2 * night(hours) + 0.3 * normal());
    const found = recurringHours(series, { timeZone: 'Asia/Tokyo' });
    expect(found?.slots.filter(({ median }) => median > 11).map(({ slot }) => slot)).toEqual([9, 10, 11]);
  });

  it('finds it in values five hours apart too, beside a trend', () => {
    const normal = gaussian(9);
    const series = timed(400, (index, hours) => 10 + 2 * night(hours) + 0.3 * normal() + index / 100, { everyHours: 5 });
    expect(recurringHours(series)?.p).toBeLessThan(1e-4);
  });

  it('says nothing without times, below three days, or of one hour of the day', () => {
    expect(recurringHours({ times: null, values: new Float64Array(500) })).toBeNull();
    expect(recurringHours(timed(60, () => 1))).toBeNull();
    expect(recurringHours(timed(40, (index) => index, { everyHours: 24 }))).toBeNull();
    expect(recurringHours(timed(24 * 5, () => 4))).toMatchObject({ statistic: 0, p: 1 });
  });

  it.each([0, 0.5, 0.9, 1])('finds an hour in noise that remembers %s of itself no more often than one in a hundred', (rho) => {
    const normal = gaussian(17);
    const runs = 300;
    const alarms = Array.from({ length: runs }, () => {
      const values = autoregressive(24 * 8, rho, normal);
      return recurringHours(timed(values.length, (index) => values[index] as number))?.p ?? 1;
    }).filter((p) => p < 0.01).length;
    expect(alarms / runs).toBeLessThan(chanceBounds(0.01, runs).high);
  });
});

describe('recurringWeekdays', () => {
  it('finds the weekend', () => {
    const normal = gaussian(3);
    const weekend = timed(24 * 7 * 6, (_, hours) => 10 + (Math.floor(hours / 24) % 7 >= 5 ? 1 : 0) + 0.3 * normal(), {
      startUs: MONDAY_US,
    });
    const found = recurringWeekdays(weekend);
    expect(found?.p).toBeLessThan(0.002);
    expect(found?.slots.filter(({ median }) => median > 10.5).map(({ slot }) => slot)).toEqual([6, 7]);
    expect(found?.slots.every(({ n }) => n === 6)).toBe(true);
  });

  it('says nothing below three weeks, nor where only one weekday was measured', () => {
    expect(recurringWeekdays(timed(24 * 20, () => 1))).toBeNull();
    expect(recurringWeekdays(timed(24 * 21, () => 1))).toMatchObject({ p: 1 });
    expect(recurringWeekdays(timed(20, (index) => index, { everyHours: 24 * 7 }))).toBeNull();
    expect(recurringWeekdays(timed(0, () => 1))).toBeNull();
  });

  it.each([0, 0.5, 1])('finds a weekday in days that remember %s of the day before no more often than one in a hundred', (rho) => {
    const normal = gaussian(23);
    const runs = 400;
    const alarms = Array.from({ length: runs }, () => {
      const values = autoregressive(7 * 12, rho, normal);
      return recurringWeekdays(timed(values.length, (index) => values[index] as number, { everyHours: 24 }))?.p ?? 1;
    }).filter((p) => p < 0.01).length;
    expect(alarms / runs).toBeLessThan(chanceBounds(0.01, runs).high);
  });
});
