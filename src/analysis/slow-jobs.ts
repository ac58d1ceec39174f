import { groupBy } from './group-by.ts';
import { overlaps, type Act } from './overlaps.ts';
import { ascending } from './quantile.ts';
import { outlierFence } from './slow-limit.ts';
import type { Outage } from './types.ts';

/** One job that ended well. */
export interface TimedJob extends Act {
  readonly kind: string;
  readonly target: string;
  /** It took longer than its own limit. */
  readonly isSlow: boolean;
}

/** Quartiles of fewer jobs are not worth a fence. */
const LEAST_JOBS = 8;

/** Jobs beyond their own limit, or, from eight of a kind on a target, beyond the outlier fence of these. In their order. */
export function slowJobs(jobs: readonly TimedJob[]): readonly TimedJob[] {
  const groups = groupBy(jobs, ({ kind, target }) => JSON.stringify([kind, target]));
  const slow = new Set(
    [...groups.values()].flatMap((group) => {
      const limit = group.length < LEAST_JOBS ? Infinity : outlierFence(ascending(group.map(({ seconds }) => seconds)));
      return group.filter(({ isSlow, seconds }) => isSlow || seconds > limit);
    }),
  );
  return jobs.filter((job) => slow.has(job));
}

/** Those of the jobs that certainly ran during one of the outages, each once. */
export function jobsBeside(outages: readonly Outage[], jobs: readonly TimedJob[]): readonly TimedJob[] {
  const during = new Set(
    overlaps(outages, jobs)
      .filter(({ certain }) => certain)
      .map(({ obs }) => obs),
  );
  return jobs.filter(({ obs }) => during.has(obs));
}
