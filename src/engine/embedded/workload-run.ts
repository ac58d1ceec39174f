import type { Clock } from '../../core/clock.ts';
import { boundedSleep } from './bounded-sleep.ts';
import { arrivalRate } from './executors/arrivals.ts';
import type { Ground, WorkloadVu } from './executors/executor.ts';
import { constantVus, perVuIterations, sharedIterations } from './executors/iterations.ts';
import { rampingVus } from './executors/ramping-vus.ts';
import { regularMs, type Workload } from './workload.ts';

export interface WorkloadPorts {
  readonly clock: Clock;
  /** No new iteration anywhere; the running ones get their gracefulStop. */
  readonly stop: AbortSignal;
  /** Every running iteration ends now. */
  readonly hard: AbortSignal;
  readonly take: () => Promise<WorkloadVu | null>;
  readonly dropped: (count: number) => void;
  readonly warn: (message: string) => void;
}

const END_MARGIN_MS = 20;

/** One workload from its startTime to its last iteration: what is still running gracefulStop after its end is interrupted. */
export async function runWorkload(workload: Workload, ports: WorkloadPorts): Promise<void> {
  const { clock } = ports;
  const ended = AbortSignal.any([ports.stop, ports.hard]);
  const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (!signal.aborted && ms > 0) await boundedSleep(clock, ms, signal).catch(() => {});
  };
  await pause(workload.startTimeMs, ended);
  if (ended.aborted) return;

  const over = new AbortController();
  const duration = new AbortController();
  // An arrival rate ends by its own list of starts, and one of them may lie on the very end.
  const regular = regularMs(workload) + ('preAllocatedVus' in workload ? END_MARGIN_MS : 0);
  void pause(regular, AbortSignal.any([ended, over.signal])).then(() => duration.abort());
  const closing = AbortSignal.any([duration.signal, ended]);
  const running = new Set<WorkloadVu>();
  const ground: Ground = {
    clock,
    closing,
    dropped: ports.dropped,
    warn: ports.warn,
    async take() {
      const vu = await ports.take();
      return vu === null ? null : tracked(vu, running);
    },
  };
  const interruptAll = (): void => {
    for (const vu of running) vu.interrupt();
  };
  const onClosing = async (): Promise<void> => {
    await pause(workload.gracefulStopMs, AbortSignal.any([ports.hard, over.signal]));
    interruptAll();
  };
  if (closing.aborted) void onClosing();
  else closing.addEventListener('abort', () => void onClosing(), { once: true });
  try {
    await execute(workload, ground);
  } finally {
    over.abort();
  }
}

/** Knows which VUs are within an iteration. */
function tracked(vu: WorkloadVu, running: Set<WorkloadVu>): WorkloadVu {
  return {
    ...vu,
    async iterate() {
      running.add(vu);
      try {
        return await vu.iterate();
      } finally {
        running.delete(vu);
      }
    },
  };
}

function execute(workload: Workload, ground: Ground): Promise<void> {
  if (workload.executor === 'per-vu-iterations') return perVuIterations(workload, ground);
  if (workload.executor === 'shared-iterations') return sharedIterations(workload, ground);
  if (workload.executor === 'constant-vus') return constantVus(workload, ground);
  if (workload.executor === 'ramping-vus') return rampingVus(workload, ground);
  return arrivalRate(workload, ground);
}
