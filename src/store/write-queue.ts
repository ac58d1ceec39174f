import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { CommitResult, Refusal } from './write/observations.ts';
import type { Numbered } from './write/transactions.ts';

/** What waits while the disk is slow; beyond it the newest are lost rather than the process's memory. */
const MAX_WAITING = 100_000;

export interface WriteQueue {
  /** Never throws. */
  add(item: Numbered): void;
  /** Settles when everything that was added before is committed or counted as lost. */
  flush(): Promise<void>;
  /** Commits what waits and takes nothing more. */
  close(): Promise<void>;
  /** Says what was refused, once per metric and reason. */
  refuse(refused: readonly Refusal[]): void;
  readonly lost: number;
  readonly refused: number;
}

export interface WriteQueueDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** How long an observation waits for company. */
  readonly groupMs: number;
  readonly commit: (batch: readonly Numbered[], now: number) => Promise<CommitResult>;
}

/** Gathers observations into group commits, one under way at a time. */
export function writeQueue({ clock, log, groupMs, commit }: WriteQueueDeps): WriteQueue {
  let waiting: Numbered[] = [];
  let lost = 0;
  let refusedCount = 0;
  let closed = false;
  let timer: AbortController | undefined;
  let last: Promise<void> = Promise.resolve();
  let turnedAway = 0;
  const said = new Set<string>();

  const lose = (count: number, problem: string): void => {
    lost += count;
    log.error({ count, lost, problem }, 'Observations could not be stored');
  };
  /** Said at the first and once more with the sum: a flood of observations must not become a flood of log lines. */
  const turnAway = (problem: string): void => {
    lost += 1;
    turnedAway += 1;
    if (turnedAway === 1) log.error({ lost, problem }, 'Observations are turned away');
  };
  const refuse = (refused: readonly Refusal[]): void => {
    refusedCount += refused.length;
    for (const { metric, reason } of refused) {
      const key = `${metric}\n${reason}`;
      if (said.has(key) || said.size >= 1_000) continue;
      said.add(key);
      log.warn({ metric, reason }, 'A sample was refused');
    }
  };
  const send = async (batch: readonly Numbered[]): Promise<void> => {
    try {
      const result = await commit(batch, clock.now());
      if (result.lost > 0) lose(result.lost, result.problem ?? '');
      refuse(result.refused);
    } catch (error) {
      // What cannot even be handed over (a function in an observation) must not take its neighbours with it.
      if (error instanceof Error && error.name === 'DataCloneError' && batch.length > 1) {
        for (const item of batch) await send([item]);
      } else lose(batch.length, String(error));
    }
  };
  const flush = async (): Promise<void> => {
    timer?.abort();
    timer = undefined;
    last = last.then(async () => {
      const batch = waiting;
      waiting = [];
      if (turnedAway > 1) log.error({ count: turnedAway, lost }, 'Observations were turned away');
      turnedAway = 0;
      if (batch.length > 0) await send(batch);
    });
    await last;
  };
  const wait = async (): Promise<void> => {
    const mine = new AbortController();
    timer = mine;
    try {
      await clock.sleep(groupMs, mine.signal);
    } catch {
      return;
    }
    if (timer === mine) await flush();
  };
  return {
    add(item) {
      if (closed || waiting.length >= MAX_WAITING) {
        turnAway(closed ? 'the store is closed' : `${MAX_WAITING} observations wait already`);
        return;
      }
      waiting.push(item);
      if (timer === undefined) void wait();
    },
    flush,
    async close() {
      closed = true;
      await flush();
    },
    refuse,
    get lost() {
      return lost;
    },
    get refused() {
      return refusedCount;
    },
  };
}
