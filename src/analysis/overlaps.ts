import type { Outage } from './types.ts';

/** Anything that took time: a job, a phase of renting, a call. */
export interface Act {
  /** Start, µs since 1970. */
  readonly at: number;
  readonly seconds: number;
  /** Observation id. */
  readonly obs: number;
}

/** An act that ran while something was down. */
export interface Overlap {
  /** Index into the outages. */
  readonly outage: number;
  /** Observation id of the act. */
  readonly obs: number;
  /** true: it ran between the first and the last failure; false: only within the outer bounds, so perhaps not at the same time. */
  readonly certain: boolean;
}

/**
 * Which acts ran while something was down: a slow job beside a failed probe. For single failed probes give
 * `outages(looks, { openAfter: 1, closeAfter: 1 })`. In the order of the outages, then of the acts.
 */
export function overlaps(outages: readonly Outage[], acts: readonly Act[]): readonly Overlap[] {
  return outages.flatMap(({ lastOkAt, firstBadAt, lastBadAt, firstOkAt }, outage) =>
    acts.flatMap(({ at, seconds, obs }): readonly Overlap[] => {
      const end = at + seconds * 1e6;
      if (end >= firstBadAt && at <= lastBadAt) return [{ outage, obs, certain: true }];
      return end > (lastOkAt ?? -Infinity) && at < (firstOkAt ?? Infinity) ? [{ outage, obs, certain: false }] : [];
    }),
  );
}
