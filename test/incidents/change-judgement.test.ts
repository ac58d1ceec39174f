import { expect, it } from 'vitest';
import { changeResult, knownChanges } from '../../src/incidents/change-judgement.ts';
import type { JudgementRow } from '../../src/store/rows.ts';

const judgement = (result: object): JudgementRow => ({ result }) as unknown as JudgementRow;
const change = {
  effect: 'ratio',
  size: { value: 2, low: 1, high: 3, level: 0.95 },
  p: 1e-8,
  departure: null,
  kind: 'step',
  strength: 1,
  before: 60,
  after: 20,
} as const;
const regime = { from: 0, to: 60, n: 60, median: 1, robustCv: 0.1, slope: null };
const moved = {
  since: 10,
  interval: { low: 8, high: 12 },
  direction: 'up',
  change,
  before: regime,
  after: { ...regime, median: 2 },
} as const;

it('what is stored of a change is what is known of it after a restart', () => {
  const stored = JSON.parse(changeResult(moved, 30)) as object;
  expect(stored).toMatchObject({
    since: 10,
    alarmAt: 30,
    size: { value: 2 },
    before: { n: 60, median: 1, robustCv: 0.1 },
    after: { median: 2 },
  });
  expect(knownChanges([judgement(stored)])).toEqual([{ since: 10, interval: { low: 8, high: 12 }, direction: 'up' }]);
});

it('changes are known oldest first, and what is no change of this form is left out', () => {
  const one = (since: number): object => ({ since, earliestAt: since, latestAt: since, direction: 'down' });
  const odd = [{}, { since: 1 }, { ...one(5), direction: 'sideways' }, { ...one(6), latestAt: null }];
  expect(knownChanges([one(9), ...odd, one(3)].map(judgement)).map(({ since }) => since)).toEqual([3, 9]);
});
