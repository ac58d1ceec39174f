import { refuse } from './check-access.ts';
import type { JiraTrouble } from './jira-answer.ts';
import { JIRA_CHANNEL, type SyncOptions } from './sync-options.ts';

export interface Patience {
  /** µs. */
  readonly deadline: number;
  /** Sleeps until then; false: that is beyond the deadline, or the process is to end. */
  waitUntil(at: number): Promise<boolean>;
  /** What the server said of all requests, not of one: leaves it alone for as long as it asks; false: nothing more in this pass. */
  heed(trouble: JiraTrouble): Promise<boolean>;
}

/** How long one pass may take, and what it does when JIRA asks for time. */
export function patienceOf({ clock, signal, waitMs, journal, settings }: SyncOptions): Patience {
  const deadline = clock.now() + waitMs * 1_000;
  const waitUntil = async (at: number): Promise<boolean> => {
    if (signal.aborted || at > deadline) return false;
    const ms = Math.ceil((at - clock.now()) / 1_000);
    if (ms > 0) await clock.sleep(ms, signal).catch(() => undefined);
    return !signal.aborted;
  };
  return {
    deadline,
    waitUntil,
    async heed(trouble) {
      if (trouble.again === 'stop') refuse(trouble, settings.url);
      if (trouble.waitMs === null) return true;
      const until = clock.now() + trouble.waitMs * 1_000;
      // Another process is to leave it alone too.
      await journal.pauseChannel(JIRA_CHANNEL, until);
      return waitUntil(until);
    },
  };
}
