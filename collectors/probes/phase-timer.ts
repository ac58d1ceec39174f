import type { Clock } from '../../src/core/clock.ts';

export type Phase = 'dns' | 'connect' | 'tls' | 'wait' | 'transfer';

/** Times the parts of one probe; what did not end is not there. */
export interface PhaseTimer {
  time<T>(phase: Phase, work: () => Promise<T>): Promise<T>;
  /** Seconds, of the phases that ended well. */
  readonly seconds: ReadonlyMap<Phase, number>;
}

export function phaseTimer(clock: Clock): PhaseTimer {
  const seconds = new Map<Phase, number>();
  return {
    seconds,
    async time(phase, work) {
      const start = clock.monotonic();
      const result = await work();
      seconds.set(phase, (clock.monotonic() - start) / 1e6);
      return result;
    },
  };
}
