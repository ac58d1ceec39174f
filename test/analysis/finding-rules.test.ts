import { describe, expect, it } from 'vitest';
import { changeFinding } from '../../src/analysis/change-finding.ts';
import { failureShare } from '../../src/analysis/failures.ts';
import { findingsOf, type FindingsInput, type SubjectFacts } from '../../src/analysis/findings.ts';
import { outages } from '../../src/analysis/outages.ts';
import { RULE_DEFAULTS, type FindingRule, type RuleKind } from '../../src/core/finding.ts';
import type { JudgementRow } from '../../src/store/rows.ts';
import { looks } from './looks.ts';

const rule = (when: RuleKind, said: Partial<FindingRule> = {}): FindingRule => ({ when, ...RULE_DEFAULTS, ...said });

function subject(
  key: string,
  pattern: string,
  { code = 'timeout', ...rest }: Partial<SubjectFacts> & { code?: string } = {},
): SubjectFacts {
  const seen = looks(pattern, { code });
  const found = outages(seen, { openAfter: 3, closeAfter: 2 });
  return { kind: 'probe', key, target: 'local', looks: seen, outages: found, failures: failureShare(seen, found), ...rest };
}

function found(subjects: readonly SubjectFacts[], rules?: readonly FindingRule[], rest: Partial<FindingsInput> = {}) {
  return findingsOf({ subjects, outliers: [], objectives: [], jobs: [], ...(rules && { rules }), ...rest });
}

const DOWN = `..........xxxxxxxxxx..........`;
const HALF = '.x'.repeat(20);

describe('one fault', () => {
  it('that three probes of one server saw is one finding under three names', () => {
    const all = [subject('resolver', DOWN), subject('resolver-2', DOWN), subject('resolver-3', DOWN.replace('xx', '.x'))];
    expect(found(all)).toMatchObject([
      {
        rule: 'outage:probe:resolver',
        also: ['outage:probe:resolver-2'],
        title: 'probe resolver and probe resolver-2 were down (timeout): at least 9 s, at most 11 s',
        description: expect.stringMatching(/^probe resolver: It began .* probe resolver-2: It began /),
      },
      // It was well a second after the others were down: that is another beginning.
      { rule: 'outage:probe:resolver-3' },
    ]);
    expect(found(all)[0]?.observations).toHaveLength(20);
  });

  it('names three and counts the rest', () => {
    const all = Array.from({ length: 40 }, (_, index) => subject(`p${index}`, DOWN));
    const [only, ...more] = found(all);
    expect(more).toEqual([]);
    expect(only?.title).toMatch(/^probe p0, probe p1, probe p2 and 37 more were down \(timeout\)/);
    expect(only?.also).toHaveLength(39);
  });

  it.each([
    ['of two targets', [subject('a', DOWN), subject('b', DOWN, { target: 'zurich' })]],
    ['of a probe and of jobs', [subject('a', DOWN), subject('cpu', DOWN, { kind: 'job' })]],
    ['one after the other', [subject('a', DOWN), subject('b', `${'.'.repeat(15)}xxxxx..........`)]],
    ['that nobody saw begin, with other codes', [subject('a', 'xxxxx', { code: 'timeout' }), subject('b', 'xxxxx', { code: 'refused' })]],
    ['of which one began before the first look', [subject('a', 'xxxxx....'), subject('b', '.xxxx....')]],
  ])('is not seen in outages %s', (_what, subjects) => {
    expect(found(subjects)).toHaveLength(2);
  });

  it('is seen in what was down from the first look on with one code', () => {
    expect(found([subject('a', 'xxxxx'), subject('b', 'xxxxx')])).toMatchObject([{ impact: 'Critical', also: ['outage:probe:b'] }]);
  });

  it('of a slow phase names the slowest first', () => {
    const outlier = (instance: number, ratio: number) => ({ instance, phase: 'clone', obs: instance, value: ratio, peersMedian: 1, ratio });
    const outliers = [outlier(1, 4), outlier(2, 9), { ...outlier(3, 5), phase: 'start' }];
    expect(found([], undefined, { outliers })).toMatchObject([
      { rule: 'outlier:clone', title: "clone of instance id 2 took 9 s, 9.0 times the others' median", observations: [2, 1] },
      { rule: 'outlier:start' },
    ]);
    expect(found([], undefined, { outliers })[0]?.description).toMatch(/Also instance id 1 took 4 s, 4\.0 times the others' median\.$/);
  });
});

describe('a rule', () => {
  it('of outages leaves out what was not certainly longer', () => {
    const both = subject('a', `${DOWN}....xxx....`);
    expect(found([both], [rule('outage', { longerThanMs: 9_001 })])).toEqual([]);
    expect(found([both], [rule('outage', { longerThanMs: 9_000 })])[0]?.title).toMatch(/was down \(timeout\): at least 9 s, at most 11 s$/);
    expect(found([both], [rule('outage')])[0]?.title).toContain('was down 2 times');
  });

  it('of failures holds the share against its own limit', () => {
    const flaky = subject('a', `${'.'.repeat(9)}x`.repeat(6));
    expect(found([flaky], [rule('failures', { above: 0.11 })])).toEqual([]);
    expect(found([flaky], [rule('failures', { above: 0.1, impact: 'Critical' })])).toMatchObject([{ impact: 'Critical' }]);
    // Certainly more than 4.6 %, from the first failure on.
    expect(found([flaky], [rule('failures', { above: 0.04, atLeast: 99 })])).toHaveLength(1);
    expect(found([flaky], [rule('failures', { above: 0.05, atLeast: 99 })])).toEqual([]);
  });

  it('that comes first and fits decides, and none means nothing', () => {
    const rules = [
      rule('outage', { subject: 'b', impact: 'Low' }),
      rule('outage', { target: 'zurich' }),
      rule('outage', { impact: 'Medium' }),
    ];
    const subjects = [subject('a', DOWN), subject('b', `....${DOWN}`)];
    expect(found(subjects, rules)).toMatchObject([{ impact: 'Medium' }, { impact: 'Low' }]);
    expect(found([...subjects, subject('c', HALF)], [rule('outage', { target: 'zurich' })])).toEqual([]);
    expect(found(subjects, [])).toEqual([]);
  });

  it('of outliers and objectives may be of one target, phase or objective', () => {
    const outliers = [{ instance: 1, phase: 'clone', obs: 1, value: 9, peersMedian: 1, ratio: 9 }];
    const objectives = [{ id: 'R1', state: 'not met' as const, value: null, n: 9, limit: 1, reason: null }];
    const rest = { outliers, objectives, target: 'local' };
    const rules = [rule('outlier', { subject: 'start' }), rule('objective', { target: 'zurich' })];
    expect(found([], rules, rest)).toEqual([]);
    expect(found([], [rule('outlier', { subject: 'clone', impact: 'High' }), rule('objective', { subject: 'R1' })], rest)).toMatchObject([
      { rule: 'outlier:clone', impact: 'High' },
      { rule: 'objective:R1' },
    ]);
  });

  it('of codes tells each that is on no list, and none of our own', () => {
    const codesOf = () => ({ configured: { status: ['http_503'] }, provider: [] });
    const api = (code: string) => subject('status', '.x.x', { kind: 'api_call', code });
    const codes = (code: string, rules = [rule('undocumented_code')]) => found([api(code)], rules, { codesOf }).map((draft) => draft.rule);
    expect(codes('teapot')).toEqual(['code:api_call:status:teapot']);
    expect([codes('http_503'), codes('ECONNREFUSED'), codes('teapot', [])]).toEqual([[], [], []]);
    expect(found([api('teapot')], [rule('undocumented_code')])).toEqual([]);
    // A probe does not ask the provider: its list says nothing of it.
    const provider = () => ({ configured: {}, provider: ['quota'] });
    expect(found([subject('web', '.x', { code: 'teapot' })], [rule('undocumented_code')], { codesOf: provider })).toEqual([]);
    expect(found([api('teapot')], [rule('undocumented_code')], { codesOf: provider })).toHaveLength(1);
  });

  it('of changes tells those for the worse', () => {
    const judgement = (metric: string, direction: string): JudgementRow => ({
      id: 7,
      at: 100,
      kind: 'change',
      series: 1,
      metric,
      tags: { probe: 'api', phase: 'total' },
      comparable: '',
      target: 'local',
      baseline: null,
      method: 'm',
      seed: 1,
      result: { since: 0, direction, effect: 'ratio', size: { value: 1.25 }, p: 0.0004 },
      accepted: null,
    });
    expect(changeFinding(judgement('probe_duration_seconds', 'up'), [rule('change')])).toEqual({
      rule: 'change:probe_duration_seconds:phase=total probe=api',
      target: 'local',
      title: 'probe_duration_seconds phase=total probe=api moved up, × 1.25 since 1970-01-01T00:00:00.000Z',
      impact: 'Medium',
      description: 'Confirmed by change-point detection, p 0.0004.',
      observations: [],
    });
    expect(changeFinding(judgement('probe_duration_seconds', 'down'), [rule('change')])).toBeNull();
    expect(changeFinding(judgement('somebodys', 'up'), [rule('change')])).toBeNull();
    expect(changeFinding(judgement('probe_duration_seconds', 'up'), [rule('outage')])).toBeNull();
    expect(changeFinding(judgement('probe_duration_seconds', 'up'), [rule('change', { subject: 'job_duration_seconds' })])).toBeNull();
  });
});
