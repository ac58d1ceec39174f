import type { Clock } from '../../src/core/clock.ts';

export interface HandClock extends Clock {
  /** Moves both clocks on, waking sleepers in order. */
  advance(ms: number): Promise<void>;
  /** Steps only the wall clock, as NTP or an operator does. */
  step(ms: number): void;
}

/** A clock that stands still until a test moves it. */
export function handClock(startIso = '2026-11-25T10:00:00Z'): HandClock {
  let wall = Date.parse(startIso) * 1000;
  let steady = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    now: () => wall,
    monotonic: () => steady,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper = { at: steady + ms * 1000, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort);
      }),
    async advance(ms) {
      const end = steady + ms * 1000;
      await settle();
      for (;;) {
        const next = [...sleepers].toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        wall += Math.max(0, next.at - steady);
        steady = Math.max(steady, next.at);
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      wall += end - steady;
      steady = end;
      await settle();
    },
    step(ms) {
      wall += ms * 1000;
    },
  };
}
