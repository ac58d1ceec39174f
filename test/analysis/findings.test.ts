import { describe, expect, it } from 'vitest';
import { failureShare } from '../../src/analysis/failures.ts';
import { findingsOf, type SubjectFacts } from '../../src/analysis/findings.ts';
import { outages } from '../../src/analysis/outages.ts';
import type { TimedJob } from '../../src/analysis/slow-jobs.ts';
import type { FindingDraft } from '../../src/analysis/types.ts';
import { looks } from './looks.ts';

function subject(pattern: string, { code = 'timeout', ...rest }: Partial<SubjectFacts> & { code?: string } = {}): SubjectFacts {
  const seen = looks(pattern, { code });
  const found = outages(seen, { openAfter: 3, closeAfter: 2 });
  return { kind: 'probe', key: 'resolver', target: 'local', looks: seen, outages: found, failures: failureShare(seen, found), ...rest };
}

function of(...subjects: SubjectFacts[]): readonly FindingDraft[] {
  return findingsOf({ subjects, outliers: [], objectives: [], jobs: [] });
}

const STEADY = '.'.repeat(60);

describe('findingsOf', () => {
  it('finds nothing in a healthy run', () => {
    expect(of(subject(STEADY), subject(`${STEADY}s${STEADY}`))).toEqual([]);
    expect(of(subject(`${STEADY}??${STEADY}`))).toEqual([]);
    expect(of(subject(`${STEADY}x${STEADY}`))).toEqual([]);
    expect(of(subject(''))).toEqual([]);
  });

  it('makes one finding of one outage, with its code, both bounds and its observations', () => {
    const found = of(subject(`${STEADY}${'x'.repeat(40)}${STEADY}`));
    expect(found).toMatchObject([
      {
        rule: 'outage:probe:resolver',
        target: 'local',
        title: 'probe resolver was down (timeout): at least 39 s, at most 41 s',
        impact: 'High',
      },
    ]);
    expect(found[0]?.observations).toEqual(Array.from({ length: 40 }, (_, index) => 61 + index));
    expect(found[0]?.description).toContain('began between 1970-01-01T00:00:59.000Z and 1970-01-01T00:01:00.000Z');
  });

  it('keeps one finding for a subject that was down twice', () => {
    const found = of(subject('..xxx....xxxx'));
    expect(found).toHaveLength(1);
    expect(found[0]?.title).toBe('probe resolver was down 2 times (timeout): at least 2 s, at most 4 s; at least 3 s, not over yet');
    expect(found[0]?.observations).toHaveLength(7);
  });

  it('tells what never answered', () => {
    expect(of(subject('xxxxxx', { code: 'ENETUNREACH' }))).toMatchObject([
      { impact: 'Critical', title: expect.stringContaining('ENETUNREACH') },
    ]);
    expect(of(subject('xxx....'))[0]?.title).toContain('down before the first look');
  });

  it('finds an API that fails in one of ten calls, and calls it no outage', () => {
    const found = of(subject('.........x'.repeat(6), { kind: 'api_call', key: 'status', code: 'max_retries_exceeded' }));
    expect(found).toMatchObject([
      {
        rule: 'failures:api_call:status',
        title: 'API call status failed in 6 of 60 (max_retries_exceeded)',
        impact: 'Medium',
        observations: [10, 20, 30, 40, 50, 60],
      },
    ]);
    expect(found[0]?.description).toContain('10.0 % failed, 95 % interval 4.7 % to 20.1 %: max_retries_exceeded 6×');
  });

  it('finds one failed call of three, but not one of sixty nor three of ten thousand', () => {
    expect(of(subject('.x.', { kind: 'phase', key: 'clone' }))).toHaveLength(1);
    expect(of(subject(`${STEADY}x`))).toEqual([]);
    const rare = `x${'.'.repeat(3333)}`.repeat(3);
    expect(of(subject(rare))).toEqual([]);
  });

  it('reports an outage and the failures beside it apart', () => {
    const found = of(subject(`${'....x'.repeat(5)}...xxxx...`));
    expect(found.map(({ rule }) => rule)).toEqual(['outage:probe:resolver', 'failures:probe:resolver']);
    expect(found[1]?.observations).toHaveLength(5);
  });

  it('never blames the target for our own subjects', () => {
    expect(of(subject('xxxxxx', { kind: 'self', key: 'lag' }))).toEqual([]);
  });

  it('names a slow phase with its instance, and objectives that are not met', () => {
    const found = findingsOf({
      subjects: [],
      jobs: [],
      outliers: [
        { instance: 12, name: 'instance 2 of 20261125t101502-7kq2xw', phase: 'clone', obs: 7, value: 4.02, peersMedian: 0.4, ratio: 10.05 },
      ],
      objectives: [
        { id: 'R1', state: 'met', value: null, n: 9, limit: 1, reason: null },
        { id: 'R2', state: 'undecided', value: null, n: 2, limit: 1, reason: 'few' },
        { id: 'R3', state: 'not met', value: { value: 0.3, low: 0.25, high: 0.35, level: 0.95 }, n: 90, limit: 0.2, reason: null },
      ],
    });
    expect(found).toMatchObject([
      {
        rule: 'outlier:clone',
        title: "clone of instance 2 of 20261125t101502-7kq2xw took 4.02 s, 10.1 times the others' median",
        observations: [7],
      },
      {
        rule: 'objective:R3',
        title: 'Objective R3 is not met: 0.3 against the limit 0.2',
        description: 'From 90 values, interval 0.25 to 0.35.',
      },
    ]);
  });

  it('tells slow jobs that ran while a probe failed, beside the outage and beside single failures', () => {
    // One job every 5 s for 1 s, but for one of 9 s from second 60 on, and one of 8 s around second 150.
    const jobs = Array.from({ length: 40 }, (_, index): TimedJob => {
      const seconds = index === 12 ? 9 : index === 30 ? 8 : 1;
      return { kind: 'cpu', target: 'local', at: index * 5e6, seconds, obs: 1000 + index, isSlow: false };
    });
    const seen = subject(`${STEADY}xxxx${'.'.repeat(86)}x${'.'.repeat(20)}x...x${'.'.repeat(30)}`);
    const find = (rows: readonly TimedJob[]): readonly FindingDraft[] =>
      findingsOf({ subjects: [seen], outliers: [], objectives: [], jobs: rows });
    const [outage, failures] = find(jobs);
    expect(outage).toMatchObject({ rule: 'outage:probe:resolver', beside: [1012], observations: [61, 62, 63, 64] });
    expect(outage?.description).toMatch(/Slow jobs that ran meanwhile: cpu 9 s\.$/);
    expect(failures).toMatchObject({ rule: 'failures:probe:resolver', beside: [1030] });
    // Steady jobs, those of another target and failures of jobs themselves have nothing beside them.
    expect(find(jobs.map((job) => ({ ...job, seconds: 1 })))[0]?.beside).toBeUndefined();
    expect(find(jobs.map((job) => ({ ...job, target: 'other' })))[0]?.beside).toBeUndefined();
    // What is beyond its own limit is slow, however few there are.
    const limited = [{ kind: 'io', target: 'local', at: 61e6, seconds: 2, obs: 7, isSlow: true }];
    expect(find(limited)[0]?.beside).toEqual([7]);
    const own = findingsOf({ subjects: [{ ...seen, kind: 'job', key: 'cpu' }], outliers: [], objectives: [], jobs });
    expect(own[0]?.beside).toBeUndefined();
  });

  it('gives every finding a rule of its own', () => {
    const rules = of(subject('..xxx..'), subject('..xxx..', { key: 'api' }), subject('.x.x.x.x', { key: 'api', kind: 'api_call' })).map(
      ({ rule }) => rule,
    );
    expect(new Set(rules).size).toBe(rules.length);
  });
});
