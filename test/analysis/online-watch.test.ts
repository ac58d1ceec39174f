import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirmAlarm, type KnownChange } from '../../src/analysis/confirm-alarm.ts';
import { pushLook, startLookMedians, STRETCH_US } from '../../src/analysis/look-medians.ts';
import { startOnlineWatch, watchPoint, type WatchAlarm } from '../../src/analysis/online-watch.ts';
import { gaussian } from './simulate.ts';

interface Told extends WatchAlarm {
  readonly index: number;
}

/** All alarms of a series of one point every five minutes. */
function told(values: readonly number[], known: readonly KnownChange[] = []): Told[] {
  const watch = startOnlineWatch(known);
  return values.flatMap((value, index) => {
    const alarm = watchPoint(watch, index * STRETCH_US, value);
    return alarm === null ? [] : [{ ...alarm, index }];
  });
}

function moves(values: readonly number[], known: readonly KnownChange[] = []) {
  return told(values, known).flatMap(({ index, moved }) => (moved === null ? [] : [{ index, ...moved, place: moved.since / STRETCH_US }]));
}

function noisy(n: number, level: (index: number) => number, seed = 1): number[] {
  const normal = gaussian(seed);
  return Array.from({ length: n }, (_, index) => level(index) * Math.exp(0.1 * normal()));
}

const daily = (index: number): number => Math.exp(0.2 * Math.sin((index * 2 * Math.PI) / 288));

describe('the online watch', () => {
  it('tells a shift once, soon, with its place and size', () => {
    const found = moves(noisy(1_500, (index) => (index < 1_200 ? 1 : 1.3)));
    expect(found.map(({ direction }) => direction)).toEqual(['up']);
    expect(found[0]?.index).toBeLessThan(1_225);
    expect(Math.abs((found[0]?.place ?? 0) - 1_200)).toBeLessThanOrEqual(3);
    expect(found[0]?.interval.low).toBeLessThanOrEqual(found[0]?.since ?? 0);
    expect(found[0]?.interval.high).toBeGreaterThanOrEqual(found[0]?.since ?? 0);
    expect(found[0]?.change.size.value).toBeGreaterThan(1.2);
    expect(found[0]?.change.size.value).toBeLessThan(1.4);
    expect(found[0]?.change.p).toBeLessThan(1e-6);
  });

  it('tells the way back as well, also soon after', () => {
    const found = moves(noisy(1_500, (index) => (index >= 1_200 && index < 1_240 ? 1.5 : 1)));
    expect(found.map(({ direction }) => direction)).toEqual(['up', 'down']);
    expect(found[1]?.index).toBeLessThan(1_275);
  });

  it('does not tell what is known', () => {
    const values = noisy(1_500, (index) => (index < 1_200 ? 1 : 1.3));
    const found = moves(values);
    expect(moves(values, found)).toEqual([]);
    const other = { since: 0, interval: { low: 0, high: STRETCH_US }, direction: 'up' as const };
    expect(moves(values, [other])).toEqual(found);
    expect(moves(values, [{ ...(found[0] as KnownChange), direction: 'down' }])).toEqual(found);
  });

  it('does not call the night a change once it has seen three days, and sees a shift all the same', () => {
    const found = moves(noisy(2_880, (index) => daily(index) * (index < 2_300 ? 1 : 1.3))).filter(({ index }) => index > 864);
    expect(found.map(({ direction }) => direction)).toEqual(['up']);
    expect(Math.abs((found[0]?.place ?? 0) - 2_300)).toBeLessThanOrEqual(5);
    const night = noisy(2_880, (index) => (index % 288 < 96 ? 0.7 : 1), 5);
    expect(moves(night).filter(({ index }) => index > 864)).toEqual([]);
  });

  it('holds back what may be the time of day until then: under a quarter', () => {
    expect(moves(noisy(600, (index) => (index < 400 ? 1 : 1.15), 2))).toEqual([]);
    expect(moves(noisy(1_400, (index) => (index < 1_200 ? 1 : 1.15), 2)).length).toBe(1);
    expect(moves(noisy(600, (index) => (index < 400 ? 1 : 1.5), 2)).length).toBe(1);
  });

  it('does not take spikes for a change, though they alarm', () => {
    const values = noisy(3_000, (index) => (index % 37 < 2 ? 4 : 1), 7);
    expect(told(values).length).toBeGreaterThan(0);
    expect(moves(values)).toEqual([]);
  });

  it('says nothing of what is short, constant or missing', () => {
    for (const values of [
      [],
      [1],
      Array<number>(29).fill(1),
      Array<number>(600).fill(2),
      Array<number>(600).fill(0),
      Array<number>(600).fill(Number.NaN),
    ]) {
      expect(told(values)).toEqual([]);
    }
    const values = noisy(1_400, (index) => (index < 1_200 ? 1 : 1.3));
    const holed = values.flatMap((value, index) => (index % 9 === 0 ? [value, Number.NaN] : [value]));
    const [plain, other] = [moves(values), moves(holed)];
    expect(other.map(({ change }) => change)).toEqual(plain.map(({ change }) => change));
  });

  it('does not change with the unit, and looks at no later point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: -10, max: 10 }), (seed, power) => {
        const values = noisy(700, (index) => (index < 500 ? 1 : 1.6), seed);
        const places = (of: readonly number[]): unknown[] => told(of).map(({ index, alarm, moved }) => [index, alarm, moved?.since]);
        expect(places(values.map((value) => value * 2 ** power))).toEqual(places(values));
        expect(places(values.slice(0, 600))).toEqual(places(values).filter((_, at) => (told(values)[at]?.index ?? 0) < 600));
      }),
      { numRuns: 8 },
    );
  });

  it('comes to the same alarms from the last weeks as from all of it', () => {
    const values = noisy(6_000, (index) => (index < 5_000 ? 1 : 1.3), 11);
    const all = told(values).filter(({ index }) => index >= 4_000);
    const late = told(values.slice(2_000)).filter(({ index }) => index >= 2_000);
    expect(late.map(({ index, alarm }) => [index + 2_000, alarm])).toEqual(all.map(({ index, alarm }) => [index, alarm]));
    expect(late.map(({ moved }) => moved?.change)).toEqual(all.map(({ moved }) => moved?.change));
  });

  it('is wrong in no one of 60 steady series of a week', () => {
    const wrong = Array.from({ length: 60 }, (_, seed) => moves(noisy(2_016, () => 1, 200 + seed)).length).filter((count) => count > 0);
    expect(wrong.length).toBe(0);
  });
});

describe('confirming an alarm', () => {
  const times = (n: number): Float64Array => Float64Array.from({ length: n }, (_, row) => row * STRETCH_US);

  it('leaves alone a change of long before, and one of the other direction', () => {
    const values = Float64Array.from(noisy(1_000, (index) => (index < 700 ? 1 : 1.5)));
    expect(confirmAlarm(times(1_000), values, { direction: 'up', points: 300, known: [] })?.points).toBeGreaterThan(290);
    expect(confirmAlarm(times(1_000), values, { direction: 'up', points: 90, known: [] })).toBeNull();
    expect(confirmAlarm(times(1_000), values, { direction: 'down', points: 300, known: [] })).toBeNull();
  });

  it('measures values that are not all positive by their difference', () => {
    const normal = gaussian(3);
    const values = Float64Array.from({ length: 1_000 }, (_, index) => normal() + (index < 960 ? 0 : 4));
    const found = confirmAlarm(times(1_000), values, { direction: 'up', points: 40, known: [] });
    expect(found?.moved.change).toMatchObject({ effect: 'absolute' });
    expect(Math.abs((found?.moved.change.size.value ?? 0) - 4)).toBeLessThan(0.6);
  });
});

describe('medians of looks', () => {
  const points = (looks: readonly (readonly [number, number])[]) => {
    const open = startLookMedians();
    return looks.flatMap(([seconds, value]) => pushLook(open, seconds * 1e6, value) ?? []);
  };

  it('are given when a later stretch begins, at the start of theirs', () => {
    expect(points([[10, 5], [20, 1], [299, 3], [300, 9], [650, 2]])).toEqual([{ at: 0, value: 3 }, { at: 300e6, value: 9 }]); // prettier-ignore
  });

  it('leave out what is missing and what comes too late', () => {
    expect(points([[10, Number.NaN], [310, 4], [20, 100], [320, 6], [700, 1]])).toEqual([{ at: 300e6, value: 5 }]); // prettier-ignore
  });
});
