import type { Availability } from './availability.ts';
import { poissonInterval } from './poisson-interval.ts';
import type { Estimate, Outage } from './types.ts';

export interface TimeBetweenOutages {
  /** Outages whose beginning was seen: one that was there at the first look says nothing about how often they come. */
  readonly began: number;
  /** MTBF in seconds of observed up time; Infinity with a lower bound only when none began, NaN when nothing was observed. */
  readonly seconds: Estimate;
}

/**
 * Observed up time ÷ outages, with the exact interval for events at a constant rate (Poisson). The up time is itself only known
 * between bounds: the lower bound of the estimate takes the least, the upper the most.
 */
export function timeBetweenOutages(
  outages: readonly Outage[],
  { observedSeconds, downSeconds }: Availability,
  level = 0.95,
): TimeBetweenOutages {
  const began = outages.filter(({ lastOkAt }) => lastOkAt !== null).length;
  if (observedSeconds === 0) return { began, seconds: { value: Number.NaN, low: null, high: null, level } };
  const up = { min: Math.max(0, observedSeconds - (downSeconds.max ?? 0)), max: observedSeconds - downSeconds.min };
  const events = poissonInterval(began, level);
  return {
    began,
    seconds: {
      value: (up.min + up.max) / 2 / began,
      low: up.min / events.high,
      high: began === 0 ? null : up.max / events.low,
      level,
    },
  };
}
