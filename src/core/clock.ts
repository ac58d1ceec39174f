import { setTimeout as delay } from 'node:timers/promises';

/** Wall time for instants, monotonic time for durations; the two are never subtracted from each other. */
export interface Clock {
  /** Wall clock, whole microseconds since 1970 (UTC). */
  now(): number;
  /** Microseconds since an arbitrary start; never goes back. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Math.round((performance.timeOrigin + performance.now()) * 1000) + wallCorrection(),
  monotonic: () => performance.now() * 1000,
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};

/** `performance.timeOrigin` is fixed at start; a stepped system clock (NTP, suspend) must still show in `now()`. */
function wallCorrection(): number {
  const drift = Date.now() - (performance.timeOrigin + performance.now());
  return Math.abs(drift) > 2 ? Math.round(drift * 1000) : 0;
}
