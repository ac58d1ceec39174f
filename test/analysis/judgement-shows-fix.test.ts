import { describe, expect, it } from 'vitest';
import { fixedFrom, whyNotFixed } from '../../src/analysis/judgement-shows-fix.ts';
import type { FindingStatus } from '../../src/core/finding.ts';
import type { JudgementRow } from '../../src/store/rows.ts';
import { makeFinding } from '../reports/make-finding.ts';

const history = (...steps: (readonly [number, FindingStatus])[]) => steps.map(([at, status]) => ({ at, status, who: 'ada', reason: 'r' }));
const finding = (...steps: (readonly [number, FindingStatus])[]) =>
  makeFinding({ rule: null, openedAt: 10, seenAt: 10, history: history([10, 'Open'], ...steps) });

describe('fixedFrom', () => {
  it.each([
    ['the opening', finding(), 10],
    ['the beginning of the work that goes on', finding([20, 'In progress']), 20],
    ['the end of the work', finding([20, 'In progress'], [30, 'Pending review'], [40, 'Pending review']), 30],
    ['the last work', finding([20, 'In progress'], [30, 'Pending review'], [40, 'In progress'], [50, 'Pending review']), 50],
    ['a note during the work', finding([20, 'In progress'], [25, 'In progress']), 25],
    ['the rule found it last', { ...finding(), rule: 'outage:probe:x', seenAt: 70 }, 70],
  ])('is %s', (_what, row, at) => {
    expect(fixedFrom(row)).toBe(at);
  });
});

describe('whyNotFixed', () => {
  const judgement = (change: Partial<JudgementRow>): JudgementRow => ({
    id: 1,
    at: 100,
    kind: 'verdict',
    series: 1,
    metric: 'job_duration_seconds',
    tags: {},
    comparable: '',
    target: 'local',
    baseline: null,
    method: 'm',
    seed: 1,
    result: { since: 50, verdict: 'improvement' },
    accepted: null,
    ...change,
  });
  const verdict = (word: string) => judgement({ result: { since: 50, verdict: word } });
  const change = (metric: string, direction: string) => judgement({ kind: 'change', metric, result: { since: 50, direction } });

  it.each([
    ['an improvement', judgement({}), null],
    ['an equivalence', verdict('equivalent'), null],
    ['times that fell', change('job_duration_seconds', 'down'), null],
    ['times that rose', change('job_duration_seconds', 'up'), 'it says change up'],
    ['work done that rose', change('cpu_events_per_second', 'up'), null],
    ['a change of what has no worse direction', change('somebodys_metric', 'up'), 'it says change up'],
    ['a regression', verdict('regression'), 'it says regression'],
    ['nothing decided', verdict('inconclusive'), 'it says inconclusive'],
    ['another target', judgement({ target: 'mars' }), 'it is on mars, not on local'],
    ['an earlier one', judgement({ at: 9 }), 'it was made before the fix'],
    ['earlier runs', judgement({ result: { since: 9, verdict: 'improvement' } }), 'what it was made from was measured before the fix'],
    ['a hostile word', judgement({ result: { verdict: { toString: 7 } } }), 'it says nothing'],
  ])('of %s', (_what, row, why) => {
    expect(whyNotFixed(row, finding())).toBe(why);
  });
});
