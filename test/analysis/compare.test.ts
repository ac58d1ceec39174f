import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUnits, type CompareOptions } from '../../src/analysis/compare.ts';
import type { Comparison, Unit } from '../../src/analysis/types.ts';
import { seededRandom } from '../../src/core/random.ts';
import { chanceBounds, gaussian, shuffled, units } from './simulate.ts';

const LEVEL: CompareOptions = { claim: 'level', worse: 'up', margin: 0.05, alpha: 0.05 };
const SPREAD: CompareOptions = { ...LEVEL, claim: 'spread' };

function of(...medians: number[]): Unit[] {
  return medians.map((value, index) => ({ key: `unit ${index}`, values: [value] }));
}

const seven = (level: number, step = 0.002): Unit[] => of(...[0, 1, 2, 3, 4, 5, 6].map((index) => level * (1 + step * index)));

describe('the verdict on the level', () => {
  it('calls a clear slowdown a regression and its mirror an improvement', () => {
    const slower = compareUnits(seven(10), seven(12), LEVEL);
    expect(slower).toMatchObject({ verdict: 'regression', unitsBefore: 7, unitsAfter: 7, margin: 0.05, alpha: 0.05, need: null });
    expect(slower.ratio).toMatchObject({ level: 0.95 });
    expect(slower.ratio.value).toBeCloseTo(1.2, 2);
    expect(slower.p).toBeCloseTo(2 / 3432, 10);
    expect(compareUnits(seven(12), seven(10), LEVEL).verdict).toBe('improvement');
  });

  it('turns round for a metric of which less is worse', () => {
    expect(compareUnits(seven(10), seven(12), { ...LEVEL, worse: 'down' }).verdict).toBe('improvement');
    expect(compareUnits(seven(12), seven(10), { ...LEVEL, worse: 'down' }).verdict).toBe('regression');
  });

  it('takes no side for a metric without a worse direction', () => {
    for (const [before, after] of [
      [10, 12],
      [12, 10],
    ] as const) {
      expect(compareUnits(seven(before), seven(after), { ...LEVEL, worse: 'either' }).verdict).toBe('changed');
    }
  });

  it('calls a change that is certain and small by its name', () => {
    expect(compareUnits(seven(10), seven(10.25), LEVEL).verdict).toBe('changed below margin');
  });

  it('says equivalent only when both bounds are within the margin', () => {
    expect(compareUnits(seven(10), seven(10.01), LEVEL).verdict).toBe('equivalent');
    const wide = compareUnits(seven(10, 0.05), seven(10, 0.05), LEVEL);
    expect(wide.verdict).toBe('inconclusive');
    expect(wide.need).toBeGreaterThan(7);
  });

  it('stays inconclusive when a real change may lie on either side of the margin', () => {
    const result = compareUnits(seven(10, 0.02), seven(11, 0.02), LEVEL);
    expect(result.p).toBeLessThan(0.05);
    expect(result.ratio.low).toBeLessThan(1.05);
    expect(result.verdict).toBe('inconclusive');
  });

  it('is not moved by one unit that went astray', () => {
    expect(compareUnits(seven(10), [...seven(10).slice(0, 6), ...of(1e6)], LEVEL).verdict).toBe('equivalent');
  });
});

describe('too few units', () => {
  it.each([
    [0, 0],
    [0, 9],
    [1, 1],
    [2, 2],
    [4, 9],
    [4, 4],
  ])('%i against %i says nothing, but how many would', (before, after) => {
    const result = compareUnits(seven(10).slice(0, before), [...seven(20), ...seven(20)].slice(0, after), LEVEL);
    expect(result).toMatchObject({ verdict: 'too few units', p: null, need: 5, unitsBefore: before, unitsAfter: after });
    expect(result.ratio).toMatchObject({ low: null, high: null });
    expect(Number.isNaN(result.ratio.value)).toBe(before === 0 || after === 0);
  });

  it('asks for more where the alarm budget asks for a smaller p than there is', () => {
    expect(compareUnits(seven(10).slice(0, 5), seven(20).slice(0, 5), { ...LEVEL, alpha: 0.00067 })).toMatchObject({
      verdict: 'too few units',
      need: 7,
    });
    expect(compareUnits(seven(10), seven(20), { ...LEVEL, alpha: 0.00067 }).verdict).toBe('regression');
    expect(compareUnits(seven(10), seven(20), { ...LEVEL, alpha: 0.0005 })).toMatchObject({ verdict: 'too few units', need: 8 });
  });

  it('never lets the minimum be lowered below five, nor the level below 95 %', () => {
    expect(compareUnits(seven(10).slice(0, 4), seven(20), { ...LEVEL, minimumUnits: 2 }).verdict).toBe('too few units');
    expect(compareUnits(seven(10), seven(20), { ...LEVEL, minimumUnits: 8 })).toMatchObject({ verdict: 'too few units', need: 8 });
    expect(compareUnits(seven(10), seven(20), { ...LEVEL, alpha: 0.5 })).toMatchObject({ alpha: 0.05, ratio: { level: 0.95 } });
  });

  it('leaves out units without a figure, and says so', () => {
    const result = compareUnits([...seven(10), { key: 'empty', values: [] }], [...seven(10), ...of(0), ...of(Number.NaN)], LEVEL);
    expect(result).toMatchObject({ unitsBefore: 7, unitsAfter: 7, verdict: 'equivalent' });
    expect(result.method).toContain('3 units left out');
  });
});

describe('the verdict on the spread', () => {
  const side = (seed: number, within: number): Unit[] => units(gaussian(seed), { count: 8, jobs: 20, between: 0.02, within });

  it('sees jobs become unsteady, and steady again', () => {
    const worse = compareUnits(side(1, 0.02), side(2, 0.08), SPREAD);
    expect(worse).toMatchObject({ claim: 'spread', verdict: 'regression' });
    expect(worse.ratio.low).toBeLessThan(4);
    expect(worse.ratio.high).toBeGreaterThan(4);
    expect(compareUnits(side(1, 0.08), side(2, 0.02), SPREAD).verdict).toBe('improvement');
  });

  it('takes more spread for worse whatever the metric', () => {
    for (const worse of ['up', 'down', 'either'] as const) {
      expect(compareUnits(side(1, 0.02), side(2, 0.08), { ...SPREAD, worse }).verdict).toBe('regression');
    }
  });

  it('does not mistake a slower level for more spread', () => {
    const slower = units(gaussian(2), { count: 8, jobs: 20, between: 0.02, within: 0.02, ratio: 3 });
    expect(compareUnits(side(1, 0.02), slower, SPREAD).verdict).toBe('inconclusive');
  });

  it('takes figures below the resolution of a timer for equal', () => {
    const constant = Array.from({ length: 7 }, (_, index) => ({ key: `${index}`, values: [3, 3, 3, 3, 3] }));
    const nearly = constant.map(({ key }) => ({ key, values: [3, 3, 3.0005, 3.0005, 3.0001] }));
    expect(compareUnits(constant, nearly, SPREAD)).toMatchObject({ verdict: 'equivalent', ratio: { value: 1 } });
  });

  it('asks for five values in a unit', () => {
    const four = side(1, 0.02).map(({ key, values }) => ({ key, values: values.slice(0, 4) }));
    expect(compareUnits(four, side(2, 0.02), SPREAD)).toMatchObject({ verdict: 'too few units', unitsBefore: 0 });
  });
});

describe('properties', () => {
  const medians = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 5, maxLength: 12 });
  const tied = fc.array(
    fc.integer({ min: 5, max: 9 }).map((value) => value / 10),
    { minLength: 5, maxLength: 12 },
  );
  const side = fc.oneof(medians, tied).map((values) => of(...values));

  it('the interval excludes 1 exactly when p is below alpha', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(0.05, 0.01, 0.008), (before, after, alpha) => {
        const { p, ratio } = compareUnits(before, after, { ...LEVEL, alpha });
        if (p === null) return;
        expect((ratio.low as number) > 1 || (ratio.high as number) < 1).toBe(p < alpha);
        expect(ratio.low).toBeLessThanOrEqual(ratio.value);
        expect(ratio.high).toBeGreaterThanOrEqual(ratio.value);
      }),
      { numRuns: 400 },
    );
  });

  it('turning before and after round turns the ratio and the verdict round', () => {
    const mirror: Partial<Record<Comparison['verdict'], Comparison['verdict']>> = { regression: 'improvement', improvement: 'regression' };
    fc.assert(
      fc.property(medians, medians, (before, after) => {
        const [there, back] = [compareUnits(of(...before), of(...after), LEVEL), compareUnits(of(...after), of(...before), LEVEL)];
        expect(back.ratio.value).toBeCloseTo(1 / there.ratio.value, 9);
        expect(back.p).toBe(there.p);
        expect(back.verdict).toBe(mirror[there.verdict] ?? there.verdict);
      }),
    );
  });

  it('neither the unit of time nor the order of rows matters', () => {
    fc.assert(
      fc.property(medians, medians, fc.integer(), fc.constantFrom(2 ** -10, 2 ** 10), (before, after, seed, factor) => {
        const random = seededRandom(seed);
        const result = compareUnits(of(...before), of(...after), LEVEL);
        const scaled = (values: number[]): Unit[] => of(...shuffled(values, random).map((value) => value * factor));
        expect(compareUnits(scaled(before), scaled(after), LEVEL)).toEqual(result);
      }),
    );
  });

  it('takes 1 to 60 units a side', () => {
    for (const [m, n] of [
      [1, 50],
      [50, 50],
      [60, 7],
      [61, 61],
    ] as const) {
      const result = compareUnits(
        of(...Array.from({ length: m }, (_, i) => 1 + i / 1000)),
        of(...Array.from({ length: n }, () => 2)),
        LEVEL,
      );
      expect(result.verdict).toBe(m === 1 ? 'too few units' : 'regression');
    }
  });
});

describe('rates, by seeded simulation', () => {
  // ICC .3: between² / (between² + within²).
  const design = (count: number, ratio = 1): Parameters<typeof units>[1] => ({ count, jobs: 17, between: 0.0327327, within: 0.05, ratio });

  it.each([
    { count: 5, size: 8 / 252 },
    { count: 7, size: 0.03788 },
  ])('$count against $count without a change: p < .05 as often as the counts say, a regression almost never', ({ count, size }) => {
    const normal = gaussian(count);
    const runs = 2000;
    const results = Array.from({ length: runs }, () => compareUnits(units(normal, design(count)), units(normal, design(count)), LEVEL));
    const rate = results.filter(({ p }) => (p as number) < 0.05).length / runs;
    expect(rate).toBeLessThan(chanceBounds(size, runs).high);
    expect(rate).toBeGreaterThan(chanceBounds(size, runs).low);
    expect(results.filter(({ verdict }) => verdict === 'regression').length / runs).toBeLessThan(0.005);
  });

  it('holds the true ratio in its 95 % interval, and finds a slowdown of 20 %', () => {
    const normal = gaussian(21);
    const runs = 1200;
    const results = Array.from({ length: runs }, () => compareUnits(units(normal, design(7)), units(normal, design(7, 1.2)), LEVEL));
    const held = results.filter(({ ratio }) => (ratio.low as number) <= 1.2 && 1.2 <= (ratio.high as number)).length / runs;
    expect(held).toBeGreaterThan(0.94);
    expect(held).toBeLessThan(0.985);
    expect(results.filter(({ verdict }) => verdict === 'regression').length / runs).toBeGreaterThan(0.97);
  });

  it('calls a true change of exactly the margin equivalent in at most 5 %', () => {
    const normal = gaussian(22);
    const runs = 2000;
    const steady = { count: 12, jobs: 17, between: 0.03, within: 0.05 };
    const results = Array.from({ length: runs }, () =>
      compareUnits(units(normal, steady), units(normal, { ...steady, ratio: 1.05 }), LEVEL),
    );
    const fine = results.filter(({ verdict }) => verdict === 'equivalent' || verdict === 'changed below margin').length / runs;
    expect(fine).toBeLessThan(chanceBounds(0.05, runs).high);
  });

  it('asks for a number of units that does decide', () => {
    const normal = gaussian(23);
    const pilot = (): Comparison => compareUnits(units(normal, design(7)), units(normal, design(7, 1.12)), LEVEL);
    const asked = Array.from({ length: 60 }, pilot).flatMap(({ need }) => (need === null ? [] : [need]));
    const typical = asked.toSorted((a, b) => a - b)[Math.floor(asked.length / 2)] as number;
    const runs = 60;
    const decided = Array.from({ length: runs }, () =>
      compareUnits(units(normal, design(typical)), units(normal, design(typical, 1.12)), LEVEL),
    );
    expect(decided.filter(({ verdict }) => verdict === 'regression').length / runs).toBeGreaterThan(0.5);
  });
});
