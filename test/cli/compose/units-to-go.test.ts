import { describe, expect, it } from 'vitest';
import { checkVerdicts, type CheckSeries } from '../../../src/analysis/check.ts';
import { unitsToGo, wordsToGo } from '../../../src/cli/compose/units-to-go.ts';

const options = { margin: 0.05, alarmsPerMonth: 1, checksPerMonth: 30 };
const now = Date.parse('2026-11-25T10:30:00Z') * 1000;
const hourly = { cron: '7 * * * *', timeZone: 'UTC' };
const context = { unit: 'run', runs: 2, baseline: 'main', entries: [], now } as const;

function side(units: number, metrics = 1): readonly CheckSeries[] {
  return Array.from({ length: metrics }, (_, metric) => ({
    key: `metric ${metric}`,
    comparable: 'x',
    worse: 'up' as const,
    units: Array.from({ length: units }, (_each, unit) => ({ key: `run ${unit}`, values: [1, 1.01, 0.99, 1.02, 0.98, 1 + unit / 1000] })),
  }));
}

describe('unitsToGo', () => {
  it.each([
    [5, 2, 1, 5],
    [5, 0, 1, 5],
    [5, 2, 12, 9],
    [7, 3, 12, 6],
    [20, 4, 12, 5],
  ])('with %i units in the baseline and %i since, %i metrics, needs %i', (before, after, metrics, need) => {
    expect(unitsToGo(side(before, metrics), after === 0 ? [] : side(after, metrics), options)).toMatchObject({ have: after, need });
    // It is what the check itself would say.
    const verdictWith = (units: number): string => checkVerdicts(side(before, metrics), side(units, metrics), options).verdict;
    expect(verdictWith(need)).not.toBe('too few units');
    expect(verdictWith(need - 1)).toBe('too few units');
  });

  it('says of a baseline that is too small how large one would do', () => {
    expect(unitsToGo(side(3), side(9), options)).toEqual({ have: 9, need: null, baseline: { have: 3, need: 5 } });
    expect(unitsToGo(side(3, 12), side(9, 12), options)).toMatchObject({ need: null, baseline: { need: 7 } });
  });
});

describe('wordsToGo', () => {
  const toGo = { have: 2, need: 5, baseline: { have: 5, need: 5 } };

  it('says how many there are and how many more it takes', () => {
    expect(wordsToGo(toGo, context)).toBe('2 of 5 runs; ready after 3 more');
  });

  it('says when that will be where runs are scheduled', () => {
    expect(wordsToGo(toGo, { ...context, entries: [hourly] })).toBe(
      '2 of 5 runs; ready after 3 more, by the schedule at 2026-11-25T13:07Z',
    );
  });

  it('counts in runs where a run gives several hosts', () => {
    expect(wordsToGo({ ...toGo, have: 3 }, { ...context, unit: 'host', runs: 1 })).toBe('3 of 5 hosts; ready after 1 more run');
    expect(wordsToGo({ ...toGo, have: 0, need: 7 }, { ...context, unit: 'host', runs: 0 })).toBe('0 of 7 hosts; ready after 7 more runs');
  });

  it('says what to do about a baseline that is too small', () => {
    expect(wordsToGo({ have: 9, need: null, baseline: { have: 3, need: 7 } }, { ...context, entries: [hourly] })).toBe(
      'the baseline has 3 of 7 runs: set it anew from more, `evenkeel baseline set main --last N`',
    );
  });
});
