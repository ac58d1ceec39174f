import { describe, expect, it } from 'vitest';
import { rejections } from '../../src/analysis/benjamini-hochberg.ts';
import { checkVerdicts, type CheckOptions, type CheckSeries } from '../../src/analysis/check.ts';
import { chanceBounds, gaussian, units } from './simulate.ts';

/** One false alarm a month, 30 checks a month. */
const DAILY: CheckOptions = { margin: 0.05, alarmsPerMonth: 1, checksPerMonth: 30 };

function series(key: string, normal: () => number, change: Partial<Parameters<typeof units>[1]> & Partial<CheckSeries> = {}): CheckSeries {
  const { comparable = 'sysbench 1.0.20 {}', worse = 'up', ...design } = change;
  return { key, comparable, worse, units: units(normal, { count: 9, jobs: 12, between: 0.01, within: 0.02, ...design }) };
}

describe('checkVerdicts', () => {
  it('is a regression when one of many metrics is one, and names it', () => {
    const normal = gaussian(1);
    const keys = ['cpu', 'io', 'clone', 'dns'];
    const result = checkVerdicts(
      keys.map((key) => series(key, normal)),
      keys.map((key) => series(key, normal, key === 'io' ? { ratio: 1.3 } : {})),
      DAILY,
    );
    expect(result.verdict).toBe('regression');
    expect(result.series.filter(({ level }) => level.verdict === 'regression').map(({ key }) => key)).toEqual(['io']);
    expect(result.refused).toEqual([]);
  });

  it('sees a spread that grew although the level stayed', () => {
    const normal = gaussian(2);
    const result = checkVerdicts([series('cpu', normal)], [series('cpu', normal, { within: 0.2 })], DAILY);
    expect(result.series[0]?.spread.verdict).toBe('regression');
    expect(result.verdict).toBe('regression');
  });

  it('shares the budget over level and spread of every metric, and widens it by what is rejected', () => {
    const normal = gaussian(3);
    const keys = ['a', 'b'];
    const same = checkVerdicts(
      keys.map((key) => series(key, normal)),
      keys.map((key) => series(key, normal)),
      DAILY,
    );
    for (const { level, spread } of same.series) {
      expect(level.alpha).toBeCloseTo(1 / 30 / 4, 12);
      expect(spread.ratio.level).toBeCloseTo(1 - 1 / 30 / 4, 12);
    }
    const both = checkVerdicts(
      keys.map((key) => series(key, normal)),
      keys.map((key) => series(key, normal, { ratio: 2 })),
      DAILY,
    );
    expect(both.series[0]?.level.alpha).toBeCloseTo((2 * (1 / 30)) / 4, 12);
  });

  it('says too few units with the number that the budget needs', () => {
    const normal = gaussian(4);
    const five = (ratio: number): CheckSeries => series('cpu', normal, { count: 5, ratio });
    // .0167 for each of two comparisons: 5 against 5 can give .0079.
    expect(checkVerdicts([five(1)], [five(2)], DAILY).verdict).toBe('regression');
    const hourly = checkVerdicts([five(1)], [five(2)], { ...DAILY, checksPerMonth: 720 });
    expect(hourly).toMatchObject({ verdict: 'too few units', need: 7 });
    expect(checkVerdicts([series('cpu', normal, { count: 2 })], [five(1)], DAILY)).toMatchObject({ verdict: 'too few units', need: 5 });
  });

  it('puts what is unknown before what is fine', () => {
    const normal = gaussian(5);
    const level = { between: 0.005, within: 0.0005 };
    const mixed = checkVerdicts(
      [series('cpu', normal, level), series('io', normal, level)],
      [series('cpu', normal, { ...level, ratio: 0.5 }), series('io', normal, { ...level, count: 3 })],
      DAILY,
    );
    expect(mixed.series[0]?.level.verdict).toBe('improvement');
    expect(mixed.verdict).toBe('inconclusive');
  });

  it('says improvement or equivalent only when all is decided', () => {
    const constant = (key: string, value: number): CheckSeries => ({
      key,
      comparable: 'x',
      worse: 'up',
      units: Array.from({ length: 9 }, (_, unit) => ({ key: `${unit}`, values: [value, value, value, value, value] })),
    });
    expect(checkVerdicts([constant('a', 2)], [constant('a', 2)], DAILY)).toMatchObject({ verdict: 'equivalent', need: null });
    expect(checkVerdicts([constant('a', 2), constant('b', 2)], [constant('a', 1), constant('b', 2)], DAILY)).toMatchObject({
      verdict: 'improvement',
      need: null,
    });
    // Without a worse direction a change is for a person to judge.
    const either = (value: number): CheckSeries => ({ ...constant('a', value), worse: 'either' });
    expect(checkVerdicts([either(1)], [either(2)], DAILY).verdict).toBe('inconclusive');
  });

  it('refuses by name what is not comparable or on one side only', () => {
    const normal = gaussian(6);
    const result = checkVerdicts(
      [series('clone', normal, { comparable: 'local 1 {"bytes":67108864}' }), series('gone', normal), series('cpu', normal)],
      [series('clone', normal, { comparable: 'local 1 {"bytes":134217728}' }), series('new', normal), series('cpu', normal)],
      DAILY,
    );
    expect(result.series.map(({ key }) => key)).toEqual(['cpu']);
    expect(result.refused).toEqual([
      { key: 'clone', reason: 'measured with local 1 {"bytes":134217728}, the baseline with local 1 {"bytes":67108864}' },
      { key: 'gone', reason: 'only the baseline has it' },
      { key: 'new', reason: 'the baseline does not have it' },
    ]);
  });

  it('is too few units, not fine, when nothing could be compared', () => {
    expect(checkVerdicts([], [], DAILY)).toMatchObject({ verdict: 'too few units', need: null, series: [] });
    expect(checkVerdicts([], [series('cpu', gaussian(7))], DAILY).verdict).toBe('too few units');
  });

  it('acknowledges a change that was accepted, and fails again where it got worse or another metric did', () => {
    const check = (ratio: number, others = 1) => {
      const normal = gaussian(12);
      return checkVerdicts(
        [series('cpu', normal), series('io', normal)],
        [series('cpu', normal, { ratio }), series('io', normal, { ratio: others })],
        { ...DAILY, margin: 0.1, accepted: [{ key: 'cpu', claim: 'level', ratio: 1.3 }] },
      );
    };
    const same = check(1.3);
    expect(same.series[0]).toMatchObject({ acknowledged: ['level'], level: { verdict: 'regression' } });
    expect(same.verdict).not.toBe('regression');
    expect(check(1.6)).toMatchObject({ verdict: 'regression', series: [{ acknowledged: [] }, {}] });
    expect(check(1.3, 1.3)).toMatchObject({ verdict: 'regression', series: [{ acknowledged: ['level'] }, { acknowledged: [] }] });
    const alone = (accepted: readonly { key: string; claim: 'level' | 'spread'; ratio: number }[]) => {
      const sides = [10, 13].map((level): CheckSeries => ({ key: 'a', comparable: 'x', worse: 'up', units: Array.from({ length: 9 }, (_, unit) => ({ key: `${unit}`, values: Array.from({ length: 5 }, () => level) })) })); // prettier-ignore
      return checkVerdicts(sides.slice(0, 1), sides.slice(1), { ...DAILY, accepted });
    };
    expect(alone([]).verdict).toBe('regression');
    expect(alone([{ key: 'a', claim: 'level', ratio: 1.3 }])).toMatchObject({ verdict: 'equivalent', need: null });
  });

  it('has a bootstrap beside each level where a seed is given', () => {
    const normal = gaussian(13);
    const [before, after] = [[series('cpu', normal)], [series('cpu', normal)]];
    expect(checkVerdicts(before, after, DAILY).series[0]?.level.crossCheck).toBeNull();
    const seeded = checkVerdicts(before, after, { ...DAILY, seed: 9 }).series[0];
    expect(seeded?.level.crossCheck).toMatchObject({ seed: 9, level: 1 - 1 / 30 / 2 });
    expect(seeded?.spread.crossCheck).toBeNull();
  });

  it('keeps to its alarm budget when nothing changed', () => {
    const normal = gaussian(8);
    const runs = 250;
    const keys = ['a', 'b', 'c'];
    // As loose a budget as there is, so that alarms happen at all: one in every check.
    const loose = { margin: 0, alarmsPerMonth: 1, checksPerMonth: 5 };
    const alarms = Array.from({ length: runs }, () =>
      checkVerdicts(
        keys.map((key) => series(key, normal, { jobs: 6 })),
        keys.map((key) => series(key, normal, { jobs: 6 })),
        loose,
      ),
    ).filter(({ verdict }) => verdict === 'regression').length;
    expect(alarms / runs).toBeLessThan(chanceBounds(0.2, runs).high);
    expect(alarms).toBeGreaterThan(0);
  });
});

describe('Benjamini–Hochberg', () => {
  it('counts what it rejects, all of five equal steps too', () => {
    expect(rejections([0.01, 0.02, 0.03, 0.04, 0.05], 0.0501)).toBe(5);
    expect(rejections([0.01, 0.02, 0.03, 0.04, 0.05], 0.0499)).toBe(0);
    expect(rejections([0.05, 0.001, 0.2], 0.05)).toBe(1);
    expect(rejections([], 0.05)).toBe(0);
    expect(rejections([0.01], 0.05, 10)).toBe(0);
  });
});
