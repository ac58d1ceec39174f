import { describe, expect, it } from 'vitest';
import { isAcknowledged, type AcceptedChange } from '../../src/analysis/acknowledged.ts';
import { compareUnits } from '../../src/analysis/compare.ts';
import { rulesOutRegression, verdictOf } from '../../src/analysis/verdict.ts';
import { chanceBounds, gaussian, units } from './simulate.ts';

const RULE = { worse: 'up', margin: 0.05 } as const;

describe('the verdict of an interval', () => {
  it.each([
    [{ low: 1.06, high: 1.2 }, 'regression'],
    [{ low: 0.8, high: 0.95 }, 'improvement'],
    [{ low: 1.01, high: 1.04 }, 'changed below margin'],
    [{ low: 0.97, high: 1.04 }, 'equivalent'],
    [{ low: 1.01, high: 1.06 }, 'inconclusive'],
    [{ low: 0, high: Infinity }, 'inconclusive'],
    // On the margin is not beyond it.
    [{ low: 1.05, high: 1.2 }, 'inconclusive'],
  ] as const)('%j is %s', (interval, verdict) => {
    expect(verdictOf(interval, interval, RULE)).toBe(verdict);
  });
});

describe('no regression', () => {
  it.each([
    [{ low: 0.5, high: 1.049 }, true, false],
    [{ low: 0.96, high: 9 }, false, true],
    [{ low: 0.96, high: 1.04 }, true, true],
    [{ low: 0, high: Infinity }, false, false],
    // The bound must lie within, not on it.
    [{ low: 1 / 1.05, high: 1.05 }, false, false],
  ])('of %j: %s where more is worse, %s where less is', (interval, up, down) => {
    expect(rulesOutRegression(interval, { ...RULE, worse: 'up' })).toBe(up);
    expect(rulesOutRegression(interval, { ...RULE, worse: 'down' })).toBe(down);
    expect(rulesOutRegression(interval, { ...RULE, worse: 'either' })).toBe(up && down);
  });

  it('is said by every equivalent and improved comparison, by no regression and none of too few units', () => {
    const normal = gaussian(5);
    const verdicts = Array.from({ length: 400 }, (_, index) => {
      const ratio = [0.8, 1, 1.02, 1.3][index % 4] as number;
      const design = { count: 7, jobs: 9, between: 0.02, within: 0.03 };
      return compareUnits(units(normal, design), units(normal, { ...design, ratio }), { ...RULE, claim: 'level', alpha: 0.05 });
    });
    const words = new Set(verdicts.map(({ verdict }) => verdict));
    expect(words).toEqual(new Set(['improvement', 'equivalent', 'inconclusive', 'changed below margin', 'regression']));
    for (const { verdict, noRegression } of verdicts) {
      if (verdict === 'regression') expect(noRegression).toBe(false);
      else if (verdict !== 'inconclusive') expect(noRegression).toBe(true);
    }
    // Inconclusive, and yet no regression: better for certain, by how much is open.
    expect(verdicts.some(({ verdict, noRegression }) => verdict === 'inconclusive' && noRegression)).toBe(true);
    expect(compareUnits([], [], { ...RULE, claim: 'level', alpha: 0.05 }).noRegression).toBe(false);
  });

  it('is wrong in at most 5 % where it is as worse as the margin', () => {
    const normal = gaussian(6);
    const runs = 1500;
    const design = { count: 7, jobs: 9, between: 0.01, within: 0.02 };
    const wrong = Array.from({ length: runs }, () =>
      compareUnits(units(normal, design), units(normal, { ...design, ratio: 1.05 }), { ...RULE, claim: 'level', alpha: 0.05 }),
    ).filter(({ noRegression }) => noRegression).length;
    expect(wrong / runs).toBeLessThan(chanceBounds(0.05, runs).high);
    expect(wrong).toBeGreaterThan(0);
  });
});

describe('an accepted change', () => {
  const accepted: readonly AcceptedChange[] = [{ key: 'a', claim: 'level', ratio: 1.2 }];
  const judged = (
    low: number,
    high: number,
    change: { key?: string; worse?: 'up' | 'down' | 'either'; claim?: 'level' | 'spread' } = {},
  ) => {
    const { key = 'a', worse = 'up', claim = 'level' } = change;
    const seven = { count: 7, jobs: 9, between: 0, within: 0.02 };
    const comparison = compareUnits(units(gaussian(1), seven), units(gaussian(2), seven), { ...RULE, claim, alpha: 0.05 });
    const verdict = worse === 'either' ? ('changed' as const) : ('regression' as const);
    return { key, worse, comparison: { ...comparison, verdict, ratio: { value: Math.sqrt(low * high), low, high, level: 0.95 } } };
  };

  it('covers the same change, less of it, and what cannot be told from it', () => {
    for (const [low, high] of [[1.18, 1.22], [1.06, 1.1], [1.1, 2]] as const) expect(isAcknowledged(judged(low, high), accepted)).toBe(true); // prettier-ignore
  });

  it('does not cover more of it, another claim, another metric, or the other direction', () => {
    expect(isAcknowledged(judged(1.27, 1.4), accepted)).toBe(false);
    expect(isAcknowledged(judged(1.18, 1.22, { claim: 'spread' }), accepted)).toBe(false);
    expect(isAcknowledged(judged(1.18, 1.22, { key: 'b' }), accepted)).toBe(false);
    expect(isAcknowledged(judged(0.7, 0.8, { worse: 'either' }), accepted)).toBe(false);
    expect(isAcknowledged(judged(1.18, 1.22), [])).toBe(false);
  });

  it('is worse below it where less is worse', () => {
    const slower: readonly AcceptedChange[] = [{ key: 'a', claim: 'level', ratio: 0.8 }];
    expect(isAcknowledged(judged(0.78, 0.82, { worse: 'down' }), slower)).toBe(true);
    expect(isAcknowledged(judged(0.6, 0.7, { worse: 'down' }), slower)).toBe(false);
    expect(isAcknowledged(judged(0.9, 0.94, { worse: 'down' }), slower)).toBe(true);
  });

  it('says nothing of a comparison that is no regression', () => {
    const { comparison, ...rest } = judged(1.18, 1.22);
    expect(isAcknowledged({ ...rest, comparison: { ...comparison, verdict: 'equivalent' } }, accepted)).toBe(false);
  });
});
