import { describe, expect, it } from 'vitest';
import { jobSeries, looksOf, phaseValuesOf, subjectsOf, unitsOf } from '../../src/analysis/select.ts';
import { factsOf } from './facts.ts';

const CPU = { metric: 'job_duration_seconds', tags: { job_kind: 'cpu' } };

describe('jobSeries', () => {
  it('ranks jobs by their start, whatever the order of rows, and keeps failed ones in their place', () => {
    const facts = factsOf([
      { run: 'r1', instance: 2, at: 30, value: 1.3 },
      { run: 'r1', instance: 1, at: 10, value: 1.1 },
      { run: 'r1', instance: 1, at: 20, outcome: 'failed', code: 'exit_1' },
      { run: 'r1', instance: 1, at: 40, outcome: 'unknown', code: 'aborted' },
    ]);
    expect(jobSeries(facts, CPU)).toMatchObject([
      { rank: 1, at: 10, run: 'r1', instance: 1, value: 1.1, outcome: 'ok' },
      { rank: 2, at: 20, instance: 1, value: null, outcome: 'failed', code: 'exit_1' },
      { rank: 3, at: 30, instance: 2, value: 1.3 },
      { rank: 4, at: 40, value: null, outcome: 'unknown' },
    ]);
  });

  it('keeps kinds apart by the tags, and takes all without them', () => {
    const facts = factsOf([
      { run: 'r1', instance: 1, at: 1, value: 1 },
      { run: 'r1', instance: 1, at: 2, value: 2, key: 'io' },
    ]);
    expect(jobSeries(facts, CPU)).toMatchObject([{ rank: 1, value: 1 }]);
    expect(jobSeries(facts, { ...CPU, tags: { job_kind: 'io' } })).toMatchObject([{ rank: 1, value: 2 }]);
    expect(jobSeries(facts, { metric: CPU.metric })).toHaveLength(2);
    expect(jobSeries(facts, { metric: 'nothing_of_the_kind' })).toEqual([]);
  });

  it('cuts out jobs by rank, both ends included, without ranking anew', () => {
    const facts = factsOf([1, 2, 3, 4, 5].map((at) => ({ run: 'r1', instance: 1, at, value: at })));
    expect(jobSeries(facts, { ...CPU, jobs: { from: 2, to: 4 } }).map(({ rank, value }) => [rank, value])).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(jobSeries(facts, { ...CPU, jobs: { from: 9, to: 12 } })).toEqual([]);
  });

  it('shows jobs of a kind that failed every time, and leaves retries out', () => {
    const facts = factsOf([
      { run: 'r1', instance: 1, at: 1, outcome: 'failed' },
      { run: 'r1', instance: 1, at: 2, value: 3, attempt: 1 },
    ]);
    expect(jobSeries(facts, CPU)).toMatchObject([{ rank: 1, outcome: 'failed', value: null }]);
  });

  it('gives no time to a job that failed, even if one was noted', () => {
    expect(jobSeries(factsOf([{ run: 'r1', instance: 1, at: 1, outcome: 'failed', value: 60 }]), CPU)).toMatchObject([{ value: null }]);
  });

  it('takes one target only where one is asked for', () => {
    const facts = factsOf([
      { run: 'r1', instance: 1, at: 1, value: 1, target: 'zurich' },
      { run: 'r2', instance: 1, at: 2, value: 2, target: 'geneva' },
    ]);
    expect(jobSeries(facts, { ...CPU, target: 'geneva' })).toMatchObject([{ rank: 1, value: 2 }]);
    expect(jobSeries(facts, CPU)).toHaveLength(2);
  });
});

describe('unitsOf', () => {
  const jobs = [
    { run: 'r1', instance: 1, at: 1, value: 1 },
    { run: 'r1', instance: 2, at: 2, value: 2 },
    { run: 'r1', instance: 1, at: 3, value: 3, outcome: 'slow' as const },
    { run: 'r2', instance: 1, at: 4, value: 4 },
    { run: 'r2', instance: 1, at: 5, outcome: 'failed' as const },
    { run: 'r2', instance: 1, at: 6, value: 7, attempt: 1 },
  ];

  it('takes the run for the unit where instances share a host', () => {
    expect(unitsOf(factsOf(jobs, { sharesHost: true }), CPU)).toEqual([
      {
        comparable: 'sysbench 1.0.20 {}',
        units: [
          { key: 'run r1', values: [1, 2, 3] },
          { key: 'run r2', values: [4] },
        ],
      },
    ]);
  });

  it('takes the instance else, of whichever ordinal', () => {
    expect(unitsOf(factsOf(jobs), CPU)[0]?.units).toEqual([
      { key: 'instance 1 of r1', values: [1, 3] },
      { key: 'instance 2 of r1', values: [2] },
      { key: 'instance 1 of r2', values: [4] },
    ]);
  });

  it('joins instances that name the same host, also of different runs', () => {
    const facts = factsOf(jobs.map((job) => ({ ...job, hostKey: job.instance === 1 ? 'rack-7' : 'rack-8' })));
    expect(unitsOf(facts, CPU)[0]?.units).toEqual([
      { key: 'host rack-7', values: [1, 3, 4] },
      { key: 'instance 2 of r1', values: [2] },
    ]);
  });

  it('never mixes instruments that are not comparable', () => {
    const facts = factsOf(jobs.map((job) => (job.run === 'r2' ? { ...job, comparable: 'portable 1 {}' } : job)));
    expect(unitsOf(facts, CPU).map(({ comparable, units }) => [comparable, units.length])).toEqual([
      ['sysbench 1.0.20 {}', 2],
      ['portable 1 {}', 1],
    ]);
  });

  it('follows the jobs that are asked for', () => {
    expect(unitsOf(factsOf(jobs), { ...CPU, jobs: { from: 1, to: 2 } })[0]?.units.map(({ values }) => values)).toEqual([[1], [2]]);
    expect(unitsOf(factsOf([]), CPU)).toEqual([]);
  });
});

describe('looks, subjects and phases', () => {
  it('gives the first attempts on one subject in time order', () => {
    const facts = factsOf([
      { run: 'r1', at: 2, kind: 'probe', key: 'resolver', outcome: 'failed', code: 'timeout' },
      { run: 'r1', at: 1, kind: 'probe', key: 'resolver' },
      { run: 'r1', at: 3, kind: 'probe', key: 'resolver', attempt: 1 },
      { run: 'r1', at: 4, kind: 'probe', key: 'api' },
      { run: 'r1', at: 5, kind: 'probe', key: 'resolver', target: 'other' },
    ]);
    expect(looksOf(facts, { kind: 'probe', key: 'resolver', target: 'local' })).toEqual([
      { at: 1, outcome: 'ok', code: null, obs: 2 },
      { at: 2, outcome: 'failed', code: 'timeout', obs: 1 },
    ]);
    expect(subjectsOf(facts)).toEqual([
      { kind: 'probe', key: 'api', target: 'local' },
      { kind: 'probe', key: 'resolver', target: 'local' },
      { kind: 'probe', key: 'resolver', target: 'other' },
    ]);
  });

  it('gives the phases that succeeded, with the instance they belong to', () => {
    const phase = { run: 'r1', kind: 'phase' as const, key: 'clone', metric: 'instance_phase_duration_seconds', tags: { phase: 'clone' } };
    const facts = factsOf([
      { ...phase, instance: 2, at: 1, value: 0.4 },
      { ...phase, instance: 1, at: 2, value: 9, outcome: 'failed' },
      { ...phase, instance: 1, at: 3, value: 0.5, attempt: 1 },
      { ...phase, at: 4, value: 0.6 },
    ]);
    expect(phaseValuesOf(facts)).toEqual([
      { instance: 2, name: 'instance 2 of r1', phase: 'clone', group: 'local sysbench 1.0.20 {}', obs: 1, value: 0.4 },
      { instance: 1, name: 'instance 1 of r1', phase: 'clone', group: 'local sysbench 1.0.20 {}', obs: 3, value: 0.5 },
    ]);
  });
});
