import type { Clock } from '../../../core/clock.ts';
import { boundedSleep } from '../bounded-sleep.ts';

/** A VU while a workload has it. */
export interface WorkloadVu {
  /** One iteration; false: it was interrupted, and the VU with it. */
  iterate(): Promise<boolean>;
  /** Ends the iteration that is running, whatever it is doing. */
  interrupt(): void;
  release(): void;
}

/** What an executor has to work with. */
export interface Ground {
  readonly clock: Clock;
  /** Fires when no new iteration may start: the workload's duration is over, or the execution ends. */
  readonly closing: AbortSignal;
  /** Borrows a VU; null: the execution is over. */
  take(): Promise<WorkloadVu | null>;
  /** Counts iterations that should have been started and were not. */
  dropped(count: number): void;
  warn(message: string): void;
}

/** Borrows `count` VUs at once. */
export async function takeAll(ground: Ground, count: number): Promise<WorkloadVu[]> {
  const vus = await Promise.all(Array.from({ length: count }, () => ground.take()));
  return vus.filter((vu) => vu !== null);
}

/** Waits `ms`; false when the workload closed before. */
export async function waits(ground: Ground, ms: number): Promise<boolean> {
  if (ground.closing.aborted) return false;
  if (ms <= 0) return true;
  try {
    await boundedSleep(ground.clock, ms, ground.closing);
    return true;
  } catch {
    return false;
  }
}
