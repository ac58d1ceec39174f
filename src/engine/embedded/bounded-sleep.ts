import type { Clock } from '../../core/clock.ts';

/** 24.8 days: beyond that Node's timers fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** As `clock.sleep`, at most as long as a timer can be. */
export function boundedSleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return clock.sleep(Math.min(ms, LONGEST_TIMER_MS), signal);
}
