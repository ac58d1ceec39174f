import type { Clock } from '../../../src/core/clock.ts';
import type { ResourceAnswer } from './api-shapes.ts';
import type { Fault } from './faults.ts';
import type { RunningInstance } from './instance-start.ts';
import { forgetResource, saveResource, type LocalResource } from './resource-files.ts';

/** One resource in hand. Its work is one chain: what is ordered later waits for what was ordered before. */
export interface Held {
  readonly home: string;
  value: LocalResource;
  userData?: string;
  instance?: RunningInstance;
  /** Ends the work in hand. */
  stop: AbortController;
  work: Promise<void>;
  saved: Promise<void>;
  isGone: boolean;
}

export function hold(home: string, value: LocalResource): Held {
  const done = Promise.resolve();
  return { home, value, stop: new AbortController(), work: done, saved: done, isGone: false };
}

/** Changes it in memory at once; resolves when that is on disk, rejects when it cannot be. What was not saved before hinders nothing. */
export function change(held: Held, value: LocalResource): Promise<void> {
  held.value = value;
  held.saved = held.saved.catch(() => undefined).then(() => (held.isGone ? undefined : saveResource(held.home, held.value)));
  return held.saved;
}

export async function forget(held: Held): Promise<void> {
  held.isGone = true;
  await held.saved.catch(() => undefined);
  await forgetResource(held.home, held.value.id);
}

/** Without address and process: it does not run. */
export function notRunning(value: LocalResource, status: LocalResource['status'], error?: LocalResource['error']): LocalResource {
  const { process: _process, address: _address, error: _error, ...rest } = value;
  return { ...rest, status, ...(error === undefined ? {} : { error }) };
}

/**
 * Carries out `task` after the work in hand and applies what it gives; what it throws becomes status `failed`.
 * `faults` delay it, stretch it or make it fail.
 */
export function later(
  held: Held,
  clock: Clock,
  faults: readonly Fault[],
  task: (signal: AbortSignal) => Promise<() => Promise<void>>,
): void {
  const { signal } = held.stop;
  held.work = held.work.then(async () => {
    try {
      const from = clock.monotonic();
      for (const fault of faults) {
        if (fault.does === 'fail') throw Object.assign(new Error(fault.message), { code: fault.code });
        if (fault.does === 'stuck') await (fault.ms === undefined ? aborted(signal) : clock.sleep(fault.ms, signal));
      }
      const apply = await task(signal);
      const factor = faults.reduce((product, fault) => (fault.does === 'slow' ? product * fault.factor : product), 1);
      if (factor > 1) await clock.sleep(((clock.monotonic() - from) / 1000) * (factor - 1), signal);
      await apply();
    } catch (error) {
      if (signal.aborted) return;
      const { code } = error as { code?: unknown };
      const problem = { code: typeof code === 'string' ? code : 'internal', message: (error as Error).message };
      await change(held, notRunning(held.value, 'failed', problem));
    }
  });
}

/** What the API tells of it. */
export function answerOf({ value }: Held): ResourceAnswer {
  const { drive: _drive, process: _process, ...answer } = value;
  return answer;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
