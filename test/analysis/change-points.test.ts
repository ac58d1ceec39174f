import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/analysis/change-points.ts';
import type { ChangePointOptions } from '../../src/analysis/regime-types.ts';
import { seededRandom } from '../../src/core/random.ts';
import { hasShared, nile } from './shared-data.ts';
import { chanceBounds, gaussian } from './simulate.ts';

const series = (values: ArrayLike<number>) => ({ times: null, values: Float64Array.from(values) });
const indices = (values: ArrayLike<number>, options?: ChangePointOptions): number[] =>
  changePoints(series(values), options).changePoints.map(({ index }) => index);
const noisy = (levels: readonly number[], each: number, sd: number, seed: number): number[] => {
  const normal = gaussian(seed);
  return levels.flatMap((level) => Array.from({ length: each }, () => level + sd * normal()));
};

describe('change points: known answers', () => {
  const before = [1.02, 0.95, 0.99, 1.0, 1.12];

  it('finds the steps of Otava’s own tests', () => {
    const half = [0.5, 0.51, 0.48, 0.48, 0.55];
    expect(indices([...before, 1.0, 1.01, 0.98, 1.01, 0.96, ...half, 0.5, 0.49, 0.51, 0.5, 0.49])).toEqual([10]);
    expect(indices([...before, 0.9, ...half])).toEqual([6]);
  });

  it.each([2, 3, 5])('finds the %i levels of a noise-free step function, and nothing inside them', (count) => {
    const values = Array.from({ length: count }, (_, k) => Array.from({ length: 30 }, () => 10 + 5 * (k % 3))).flat();
    expect(indices(values)).toEqual(Array.from({ length: count - 1 }, (_, k) => 30 * (k + 1)));
  });

  it('finds the levels of short noise-free staircases', () => {
    const flat = (level: number, n: number): number[] => Array.from({ length: n }, () => level);
    expect(indices([...flat(0, 6), ...flat(1, 6), ...flat(2, 6)])).toEqual([6, 12]);
    expect(indices([...flat(0, 1000), ...flat(1, 1000)])).toEqual([1000]);
  });

  it('finds blocks of 50 at 0, 5, 10 and 3', () => {
    const found = indices(noisy([0, 5, 10, 3], 50, 1, 1));
    expect(found).toHaveLength(3);
    found.forEach((index, k) => expect(Math.abs(index - 50 * (k + 1))).toBeLessThanOrEqual(1));
  });

  it('finds a small step beside a huge one', () => {
    const found = indices(noisy([100, 350, 365], 60, 5, 4));
    expect(found.map((index) => Math.round(index / 10))).toEqual([6, 12]);
  });

  it.skipIf(!hasShared('tcpd/nile.json'))('finds 1899 in the flow of the Nile (../shared/data/tcpd)', () => {
    const { changePoints: found } = changePoints(series(nile()), { effect: 'absolute' });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ index: 28, kind: 'step', before: 28, after: 72 });
    expect(found[0]?.size.value).toBe(-260);
    // strucchange: 25 … 32, the last point of the old segment counted from 1.
    expect(found[0]?.interval.low).toBeGreaterThanOrEqual(23);
    expect(found[0]?.interval.high).toBeLessThanOrEqual(32);
  });
});

describe('change points: what is said of them', () => {
  it('says of a step where, how much and between what', () => {
    const { changePoints: found, regimes, effect, prepared } = changePoints(series(noisy([100, 120], 50, 2, 1)));
    expect([effect, prepared]).toEqual(['ratio', []]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      index: 50,
      at: null,
      kind: 'step',
      before: 50,
      after: 50,
      interval: { low: 50, high: 50 },
      strength: 1,
      departure: null,
    });
    expect(found[0]?.size.value).toBeCloseTo(1.2, 1);
    expect(regimes.map(({ from, to, n, slope }) => [from, to, n, slope])).toEqual([
      [0, 50, 50, null],
      [50, 100, 50, null],
    ]);
    expect(regimes[0]?.robustCv).toBeLessThan(0.04);
  });

  it('calls a bend a ramp and gives the slopes', () => {
    const values = noisy([0], 120, 0.5, 6).map((value, k) => 50 + value + (k < 60 ? 0 : (k - 60) * 0.5));
    const { changePoints: found, regimes } = changePoints(series(values), { effect: 'absolute' });
    expect(found.map(({ kind }) => kind)).toEqual(['ramp']);
    expect(Math.abs((found[0]?.index ?? 0) - 60)).toBeLessThanOrEqual(5);
    expect(regimes[1]?.slope).toBeCloseTo(0.5, 1);
  });

  it('says how far a ramp bends, also where its sides have the same level', () => {
    // Down to the middle and up again: a tent, whose one line is flat.
    const values = noisy([0], 120, 0.002, 6).map((value, k) => 100 * Math.exp(value + 0.002 * Math.abs(k - 60)));
    const [bend, ...others] = changePoints(series(values)).changePoints;
    expect(others).toEqual([]);
    expect(bend?.kind).toBe('ramp');
    expect(Math.abs(Math.log(bend?.size.value ?? 0))).toBeLessThan(0.03);
    // The line through a tent of height h lies h / 2 from its tip and its ends.
    expect(bend?.departure).toBeCloseTo(Math.expm1(0.06), 2);
    expect(bend?.departure).toBeGreaterThan(0.03);
  });

  it('reports nothing of a slope alone, and gives it', () => {
    const values = noisy([100], 150, 1, 8).map((value, k) => value * Math.exp(0.004 * k));
    const { changePoints: found, regimes } = changePoints(series(values));
    expect(found).toEqual([]);
    expect(regimes[0]?.slope).toBeCloseTo(0.004, 3);
  });

  it('gives instants where there are times', () => {
    const values = Float64Array.from(noisy([100, 130], 20, 2, 2));
    const times = values.map((_, k) => 1e15 + k * 6e7);
    expect(changePoints({ times, values }).changePoints[0]?.at).toBe(1e15 + 20 * 6e7);
  });

  it('leaves out what is below the floor, unless it is turned off', () => {
    const values = noisy([100, 102], 100, 0.5, 3);
    expect(indices(values)).toEqual([]);
    expect(indices(values, { floor: 0.01 })).toEqual([100]);
    expect(indices(values, { floor: 0 })).toEqual([100]);
    // Half the robust spread: a step of .4 sd in thousands of values is certain and not worth telling.
    const wide = noisy([100, 108], 2000, 20, 5);
    expect(indices(wide)).toEqual([]);
    expect(indices(wide, { floor: 0 })).toHaveLength(1);
  });

  it('believes less with a smaller alpha', () => {
    const values = noisy([100, 115], 20, 5, 12);
    const p = changePoints(series(values), { alpha: 0.05 }).changePoints[0]?.p ?? 1;
    expect(p).toBeLessThan(0.05);
    expect(indices(values, { alpha: p / 2 })).toEqual([]);
  });
});

describe('change points: what must not matter', () => {
  it.each([0, 1, 2, 3])('reports nothing of %i values', (n) => {
    const { changePoints: found, regimes } = changePoints(series(Array.from({ length: n }, (_, k) => k + 1)));
    expect(found).toEqual([]);
    expect(regimes).toHaveLength(n === 0 ? 0 : 1);
  });

  it('reports nothing of a series without values, of a constant, and of one that flickers between two', () => {
    expect(changePoints(series([Number.NaN, Number.POSITIVE_INFINITY]))).toMatchObject({ changePoints: [], regimes: [] });
    expect(indices(Array.from({ length: 500 }, () => 0.1 + 0.2))).toEqual([]);
    const random = seededRandom(4);
    expect(indices(Array.from({ length: 500 }, () => (random() < 0.5 ? 1 : 2)))).toEqual([]);
  });

  it('counts missing and infinite values in the indices and nowhere else', () => {
    const values = noisy([10, 20], 40, 0.5, 3);
    const holes = values.flatMap((value, k) => (k % 5 === 2 ? [Number.NaN, Number.POSITIVE_INFINITY, value] : [value]));
    expect(indices(holes)).toEqual(indices(values).map((index) => holes.indexOf(values[index] as number)));
    const { regimes } = changePoints(series(holes));
    expect(regimes.map(({ n }) => n)).toEqual([40, 40]);
    expect(regimes.at(-1)?.to).toBe(holes.length);
  });

  it('is the same for any unit of positive values', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const values = noisy([10, 13, 11], 40, 0.8, seed);
      for (const scale of [1e-6, 0.25, 3, 1e6]) expect(indices(values.map((value) => value * scale))).toEqual(indices(values));
    }
  });

  it('is the same for any zero and unit where the effect is absolute', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const values = noisy([10, 13, -11], 40, 0.8, seed);
      for (const [scale, shift] of [
        [1, 1000],
        [1e3, -5],
        [1e-4, 0],
        [2, -1e4],
      ] as const) {
        const moved = changePoints(series(values.map((value) => value * scale + shift)), { effect: 'absolute' });
        const plain = changePoints(series(values), { effect: 'absolute' });
        expect(moved.changePoints.map(({ index }) => index)).toEqual(plain.changePoints.map(({ index }) => index));
        plain.changePoints.forEach(({ size }, k) => expect((moved.changePoints[k]?.size.value ?? 0) / scale).toBeCloseTo(size.value, 6));
      }
    }
  });

  it('finds clear steps in the reversed series where they are, with the inverse ratio', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const values = noisy([10, 20, 12], 30, 0.5, seed);
      const [there, back] = [changePoints(series(values)), changePoints(series(values.toReversed()))];
      expect(back.changePoints.map(({ index }) => values.length - index).toReversed()).toEqual(
        there.changePoints.map(({ index }) => index),
      );
      const ratios = back.changePoints.map(({ size }) => 1 / size.value).toReversed();
      there.changePoints.forEach(({ size }, k) => expect(ratios[k]).toBeCloseTo(size.value, 9));
    }
  });

  it('bears every value written twice', () => {
    expect(indices(noisy([10, 20, 12], 30, 0.5, 2).flatMap((value) => [value, value]))).toEqual([60, 120]);
  });

  it('takes the difference where a value is not positive, whatever is asked', () => {
    const { effect, changePoints: found } = changePoints(series(noisy([-3, 4], 40, 0.5, 3)), { effect: 'ratio' });
    expect(effect).toBe('absolute');
    expect(found[0]?.size.value).toBeCloseTo(7, 0);
  });
});

describe('change points: long series', () => {
  it.each([
    [30_000, 10_000],
    [20_000, 19_000],
  ])('places a step in %i values to the value, through blocks', (n, place) => {
    const normal = gaussian(3);
    const values = Float64Array.from({ length: n }, (_, k) => (k < place ? 100 : 130) + 5 * normal());
    const found = indices(values);
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0] as number) - place)).toBeLessThanOrEqual(2);
  });

  it('finds many changes', () => {
    const found = indices(
      noisy(
        Array.from({ length: 40 }, (_, k) => 100 + 20 * (k % 2)),
        500,
        5,
        9,
      ),
    );
    expect(found).toHaveLength(39);
    found.forEach((index, k) => expect(Math.abs(index - 500 * (k + 1))).toBeLessThanOrEqual(3));
  });
});

describe('change points: a daily course', () => {
  const HOUR = 3.6e9;
  const daily = (amplitude: number, step: number, seed: number) => {
    const normal = gaussian(seed);
    const times = Float64Array.from({ length: 14 * 24 }, (_, k) => 1.7e15 + k * HOUR);
    const wave = (k: number): number => amplitude * Math.sin((2 * Math.PI * (times[k] as number)) / (24 * HOUR));
    return { times, values: times.map((_, k) => 100 + wave(k) + 5 * normal() + (k < 168 ? 0 : step)) };
  };

  it('is taken out and told, and the step beneath it found', () => {
    const { changePoints: found, prepared } = changePoints(daily(20, 15, 3));
    expect(prepared).toHaveLength(1);
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.index ?? 0) - 168)).toBeLessThanOrEqual(2);
    expect(changePoints({ ...daily(20, 15, 3), times: null }).changePoints).toEqual([]);
  });

  it('is left alone where there is none', () => {
    expect(changePoints(daily(0, 15, 3)).prepared).toEqual([]);
  });

  it('goes by the wall clock that is named', () => {
    expect(changePoints(daily(20, 15, 3), { timeZone: 'Asia/Kolkata' }).changePoints).toHaveLength(1);
    expect(() => changePoints(daily(20, 15, 3), { timeZone: 'Mars/Olympus' })).toThrow(/Mars\/Olympus/);
  });
});

describe('change points: rates', () => {
  const RUNS = 200;
  const rate = (draw: () => number[]): number =>
    Array.from({ length: RUNS }, () => indices(draw()).length > 0).filter(Boolean).length / RUNS;
  const normal = gaussian(41);
  const random = seededRandom(42);
  const spiky = (value: number): number => (random() < 0.03 ? value * (1.5 + 2.5 * random()) : value);
  const each = (value: (k: number) => number): number[] => Array.from({ length: 200 }, (_, k) => value(k));

  it('reports a change in at most 1 % of series without one, spikes or not', () => {
    expect(rate(() => each(() => 100 + 5 * normal()))).toBeLessThan(chanceBounds(0.01, RUNS).high);
    expect(rate(() => each(() => spiky(Math.exp(0.3 * normal()))))).toBeLessThan(chanceBounds(0.01, RUNS).high);
  });

  it('reports a change in at most 5 % of series that remember their last value by .6', () => {
    const remembering = (): number[] => {
      let last = normal();
      return each(() => 100 + 5 * (last = 0.6 * last + 0.8 * normal()));
    };
    expect(rate(remembering)).toBeLessThan(chanceBounds(0.05, RUNS).high);
  });

  it('finds a step of two standard deviations under 3 % spikes within five values in at least 95 %', () => {
    const located = Array.from({ length: RUNS }, () =>
      indices(each((k) => spiky((k < 100 ? 100 : 110) + 5 * normal()))).some((index) => Math.abs(index - 100) <= 5),
    );
    expect(located.filter(Boolean).length / RUNS).toBeGreaterThan(chanceBounds(0.95, RUNS).low);
  });
});
