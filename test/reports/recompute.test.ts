import { describe, expect, it } from 'vitest';
import { recompute } from '../../reports/recompute.ts';
import { verdictWord } from '../../reports/verdict-claim.ts';
import type { Plant } from './make-facts.ts';
import { comparisonOf, markdownOf, reportOf, type Reported } from './documents.ts';
import { looseNumerals } from '../../reports/verify/loose-numerals.ts';
import { AFTER, BEFORE, CONTROL, PLANTS } from './plants.ts';

const FURTHER: { readonly [name: string]: Plant } = {
  'own hosts': { seed: 31, sharesHost: false, instances: 7, jobs: 120, slowClone: 8 },
  'outage open at the end': { seed: 32, outage: { from: 60, to: 1000 } },
  'outage from the start': { seed: 33, outage: { from: 0, to: 10 } },
  'several runs': { seed: 34, runs: 3, failEvery: 7, outage: { from: 85, to: 1000 }, failedJobs: [1, 21] },
  'all cpu jobs failed': { seed: 35, failedJobs: Array.from({ length: 21 }, (_, index) => index + 1) },
  'one job': { seed: 36, jobs: 1, instances: 1 },
  'renting retried': { seed: 38, retried: true },
  'nothing released': { seed: 37, leftover: true },
};
const REPORTS: readonly (readonly [string, () => Reported])[] = [
  ...Object.entries({ ...PLANTS, ...FURTHER }).map(([name, plant]) => [name, () => reportOf(plant)] as const),
  ['comparison', () => comparisonOf(BEFORE, AFTER, { jobs: { from: 1, to: 48 } })],
  ['comparison of equals', () => comparisonOf(BEFORE, CONTROL)],
  ['comparison with a reference', () => comparisonOf(BEFORE, AFTER, {}, { ...CONTROL, runsBefore: 12, seed: 24 })],
  ['comparison of two runs', () => comparisonOf({ ...BEFORE, runs: 1 }, { ...AFTER, runs: 1 })],
  [
    'comparison on own hosts',
    () =>
      comparisonOf(
        { ...BEFORE, runs: 1, instances: 7, jobs: 120, sharesHost: false },
        { ...AFTER, runs: 1, instances: 7, jobs: 120, sharesHost: false, failEvery: 9 },
      ),
  ],
];

const isSame = (again: number, value: number): boolean => Math.abs(again - value) <= 1e-9 * Math.max(1e-9, Math.abs(value));

describe('every number of a report', () => {
  it.each(REPORTS)('is a claim, and its recipe gives it again: %s', (_, make) => {
    const { facts, document } = make();
    const { text, claims } = markdownOf(document);
    const lines = text.split('\n');
    for (const claim of claims)
      expect(lines[claim.line - 1]?.slice(claim.column - 1, claim.column - 1 + claim.text.length)).toBe(claim.text);
    expect(looseNumerals(text, claims)).toEqual([]);
    expect(claims.length).toBeGreaterThan(60);
    const wrong = claims.filter(({ value, recipe }) => !isSame(recompute(recipe, facts), value));
    expect(wrong).toEqual([]);
  });

  it('names only runs that the facts hold', () => {
    const { facts, document } = comparisonOf(BEFORE, AFTER);
    const uids = new Set(facts.runs.map(({ uid }) => uid));
    const named = markdownOf(document).claims.flatMap(({ recipe }) => [...recipe.of.runs, ...(recipe.against?.runs ?? [])]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((uid) => !uids.has(uid))).toEqual([]);
  });

  it('counts gaps that reach into its own runs, whatever else the facts hold', () => {
    const second = 1_000_000;
    const { facts } = reportOf({ seed: 39, runs: 2 });
    const [first, last] = facts.runs.map(({ startedAt, endedAt, uid }) => ({ from: startedAt, to: endedAt ?? 0, uid }));
    if (first === undefined || last === undefined) throw new Error('two runs');
    const gap = (id: number, fromAt: number) => ({
      id,
      fromAt,
      toAt: fromAt + second,
      ticks: 3,
      reason: 'overload' as const,
      schedule: null,
    });
    const gaps = [gap(1, first.from + 5 * second), gap(2, first.to + 60 * second), gap(3, last.from - second / 2)];
    const within = (runs: readonly string[]): number => recompute({ statistic: 'ticks', of: { rows: 'gaps', runs } }, { ...facts, gaps });
    expect([within([first.uid]), within([last.uid]), within([first.uid, last.uid])]).toEqual([3, 3, 6]);
  });

  it('judges again what a verdict says', () => {
    const { facts, document } = comparisonOf(BEFORE, AFTER);
    const said = markdownOf(document).claims.filter(({ recipe: { statistic } }) => statistic === 'verdict');
    expect(said.map(({ text }) => text)).toEqual(expect.arrayContaining(['improved', 'shrank']));
    const swapped = said.map(({ recipe: { of, against, ...recipe } }) =>
      against === undefined ? Number.NaN : recompute({ ...recipe, of: against, against: of }, facts),
    );
    expect(said.some(({ text }, index) => text === 'improved' && verdictWord('level', swapped[index] ?? -1) === 'got worse')).toBe(true);
  });

  it('changes when a row changes', () => {
    const { facts, document } = reportOf(PLANTS.healthy);
    const doubled = {
      ...facts,
      samples: facts.samples.map((sample) => ({ ...sample, value: sample.value === null ? null : sample.value * 2 })),
    };
    const medians = markdownOf(document).claims.filter(({ recipe: { statistic, bound } }) => statistic === 'median' && bound === undefined);
    expect(medians.length).toBeGreaterThan(5);
    for (const { recipe, value } of medians) expect(recompute(recipe, doubled)).toBeCloseTo(2 * value, 9);
  });
});
