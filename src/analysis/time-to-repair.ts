import { medianDuration, type Duration } from './kaplan-meier.ts';
import type { Estimate, Outage } from './types.ts';

export interface TimeToRepair {
  /** Outages, and those whose end was not seen. */
  readonly outages: number;
  readonly open: number;
  /** Median length in seconds if every outage was as short as its looks allow, and as long; null where more than half were still open. */
  readonly shortest: number | null;
  readonly longest: number | null;
  /** Between the two; its interval, from six outages on, is the lower bound of the shortest lengths and the upper of the longest. */
  readonly median: Estimate;
  /** Mean between the bounds of those that ended; NaN when none did. */
  readonly mean: number;
}

/**
 * How long outages last (MTTR), by Kaplan & Meier so that an open one counts as "at least this long" instead of being dropped, once
 * with the shortest and once with the longest lengths that the looks allow. One that was there at the first look has no longest
 * length: there it counts as at least the shortest.
 */
export function timeToRepair(outages: readonly Outage[], level = 0.95): TimeToRepair {
  const short = medianDuration(outages.map(shortest), level);
  const long = medianDuration(outages.map(longest), level);
  const ended = outages.filter(({ firstOkAt }) => firstOkAt !== null);
  const lengths = ended.map((outage) => (shortest(outage).seconds + longest(outage).seconds) / 2);
  return {
    outages: outages.length,
    open: outages.length - ended.length,
    shortest: Number.isFinite(short.value) ? short.value : null,
    longest: Number.isFinite(long.value) ? long.value : null,
    median: { value: (short.value + long.value) / 2, low: short.low, high: long.high, level },
    mean: lengths.reduce((sum, length) => sum + length, 0) / lengths.length,
  };
}

function shortest({ downtime, firstOkAt }: Outage): Duration {
  return { seconds: downtime.min, censored: firstOkAt === null };
}

function longest({ downtime, lastOkAt, lastBadAt, firstOkAt }: Outage): Duration {
  if (downtime.max !== null) return { seconds: downtime.max, censored: false };
  // Open: what it had reached at its last failure, had it begun right after the last success.
  if (firstOkAt === null) return { seconds: lastOkAt === null ? downtime.min : (lastBadAt - lastOkAt) / 1e6, censored: true };
  return { seconds: downtime.min, censored: true };
}
