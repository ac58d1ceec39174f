import type { Availability } from './availability.ts';
import { fQuantile } from './f-distribution.ts';
import type { Estimate, Outage } from './types.ts';

/**
 * Availability as a property of the target, not of the stretch that was watched: the interval carries both what the looks leave open
 * and that another stretch would have had other outages. What counts is the number of outages, never the number of looks.
 * Outages come at a constant rate and their lengths are exponential, so that down ÷ up, relative to what was seen, follows F with
 * (2r + 2, 2c) degrees of freedom above and (2r, 2c) below; r outages whose beginning was seen, c whose end was. low is null
 * while none has ended, high is 1 while none has begun.
 */
export function expectedAvailability(
  outages: readonly Outage[],
  { observedSeconds, downSeconds, share }: Availability,
  level = 0.95,
): Estimate {
  if (observedSeconds === 0) return { value: Number.NaN, low: null, high: null, level };
  const began = outages.filter(({ lastOkAt }) => lastOkAt !== null).length;
  const ended = outages.filter(({ firstOkAt }) => firstOkAt !== null).length;
  const tail = (1 - level) / 2;
  const odds = (down: number): number => down / Math.max(0, observedSeconds - down);
  // r ÷ c turns the total down time into rate × mean length: lengths were seen to their end c times.
  const least = began === 0 || ended === 0 ? 0 : odds(downSeconds.min) * (began / ended) * fQuantile(tail, 2 * began, 2 * ended);
  const high = 1 / (1 + least);
  if (ended === 0) return { value: share.value, low: null, high, level };
  const most = odds(downSeconds.max ?? observedSeconds) * ((began + 1) / ended) * fQuantile(1 - tail, 2 * began + 2, 2 * ended);
  return { value: share.value, low: 1 / (1 + most), high, level };
}
