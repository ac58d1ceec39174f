import { describe, expect, it } from 'vitest';
import { outages } from '../../src/analysis/outages.ts';
import { jobsBeside, slowJobs, type TimedJob } from '../../src/analysis/slow-jobs.ts';
import { looks } from './looks.ts';

function jobs(seconds: readonly number[], rest: Partial<TimedJob> = {}): TimedJob[] {
  return seconds.map((one, index) => ({
    kind: 'cpu',
    target: 'local',
    at: index * 10e6,
    seconds: one,
    obs: index,
    isSlow: false,
    ...rest,
  }));
}

describe('slowJobs', () => {
  it('are beyond the outlier fence of their kind, from eight jobs on', () => {
    expect(slowJobs(jobs([1, 1.1, 0.9, 1, 1.05, 0.95, 1, 4])).map(({ obs }) => obs)).toEqual([7]);
    expect(slowJobs(jobs([1, 1.1, 0.9, 1, 1.05, 0.95, 4]))).toEqual([]);
    // Half more than the median is needed, however steady the rest.
    expect(slowJobs(jobs([1, 1, 1, 1, 1, 1, 1, 1.4]))).toEqual([]);
    expect(slowJobs([])).toEqual([]);
  });

  it('are compared with their own kind and target only', () => {
    const mixed = [...jobs([1, 1, 1, 1, 1, 1, 1, 1]), ...jobs([9, 9, 9, 9, 9, 9, 9, 9], { kind: 'io' }), ...jobs([5], { target: 'other' })];
    expect(slowJobs(mixed)).toEqual([]);
  });

  it('are those beyond their own limit, whatever the others took', () => {
    expect(slowJobs(jobs([3], { isSlow: true }))).toHaveLength(1);
  });
});

describe('jobsBeside', () => {
  it('ran while it was certainly down, each once', () => {
    const down = outages(looks('...xxx....xxxx...'), { openAfter: 3, closeAfter: 2 });
    const [long, before, within] = [
      { ...jobs([20])[0], at: 0, obs: 1 },
      { ...jobs([1.5])[0], at: 1e6, obs: 2 },
      { ...jobs([0.1])[0], at: 4.2e6, obs: 3 },
    ] as [TimedJob, TimedJob, TimedJob];
    expect(jobsBeside(down, [long, before, within])).toEqual([long, within]);
    expect(jobsBeside([], [long])).toEqual([]);
  });
});
