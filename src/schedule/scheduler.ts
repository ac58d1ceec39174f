import { schedule } from 'node-cron';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { parseCron } from './cron.ts';
import { planBeat } from './plan.ts';
import { slotsBetween } from './slots.ts';

export interface Entry {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
}

export type SlotState = 'running' | 'done' | 'failed' | 'timed_out' | 'aborted' | 'skipped' | 'missed';

/** What became of a slot that was started; `run`: row id of the run it gave, where it gave one. */
export interface SlotEnd {
  readonly state: 'done' | 'failed' | 'timed_out' | 'aborted';
  readonly run?: number;
}

export interface SchedulerPorts<E extends Entry> {
  readonly clock: Clock;
  readonly log: Log;
  /** Every slot leaves a row. */
  readonly record: (entry: E, slot: { readonly dueAt: number; readonly state: SlotState; readonly run?: number }) => Promise<void>;
  /** Carries the entry out; a rejection is state `failed`. */
  readonly start: (entry: E, signal: AbortSignal) => Promise<SlotEnd>;
}

export interface Scheduler {
  /** Looks at the plan now; node-cron calls it every minute. */
  beat(): Promise<void>;
  /** Starts no more; resolves when what is running has ended. */
  stop(reason: Error): Promise<void>;
}

/**
 * node-cron gives the minute's beat; which slots there should have been is computed by our own plan, so a suspended
 * machine, a stepped clock or a change to summer time cannot lose or double one. `since`: per entry, µs up to which slots are accounted for.
 */
export function startScheduler<E extends Entry>(
  entries: readonly E[],
  since: ReadonlyMap<string, number>,
  ports: SchedulerPorts<E>,
): Scheduler {
  const { clock, log } = ports;
  const abort = new AbortController();
  const running = new Map<string, Promise<void>>();
  const plans = entries.map((entry) => ({ entry, cron: parseCron(entry.cron), upTo: since.get(entry.name) ?? clock.now() }));

  const carryOut = async (entry: E, dueAt: number): Promise<void> => {
    await ports.record(entry, { dueAt, state: 'running' });
    const end = await ports.start(entry, abort.signal).catch((error: unknown): SlotEnd => {
      log.error({ schedule: entry.name, err: error }, 'a scheduled act failed');
      return { state: 'failed' };
    });
    await ports.record(entry, { dueAt, ...end });
  };

  const beat = async (): Promise<void> => {
    const now = clock.now();
    for (const plan of plans) {
      // A clock set back must not run a slot twice: `upTo` never goes back.
      if (now <= plan.upTo) continue;
      const due = slotsBetween(plan.cron, plan.entry.timeZone, plan.upTo, now);
      plan.upTo = now;
      const { name } = plan.entry;
      const todo = planBeat(due, now, running.has(name));
      for (const slot of todo.missed) await ports.record(plan.entry, { dueAt: slot, state: 'missed' });
      for (const slot of todo.skipped) await ports.record(plan.entry, { dueAt: slot, state: 'skipped' });
      if (todo.run === null || abort.signal.aborted) continue;
      const work = carryOut(plan.entry, todo.run)
        .catch((error: unknown) => log.error({ schedule: name, err: error }, 'a slot could not be recorded'))
        .finally(() => running.delete(name));
      running.set(name, work);
    }
  };

  const task = schedule('* * * * *', () => beat().catch((error: unknown) => log.error({ err: error }, 'the schedule stumbled')), {
    timezone: 'UTC',
    noOverlap: true,
  });
  return {
    beat,
    async stop(reason) {
      await task.destroy();
      abort.abort(reason);
      await Promise.all(running.values());
    },
  };
}
