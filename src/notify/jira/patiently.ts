import { backoffMs } from '../backoff.ts';
import type { JiraTrouble } from './jira-answer.ts';
import type { SyncOptions } from './sync-options.ts';

/** Asks again as long as that may help and `deadline` (µs) allows; what only reads may be asked twice. */
export async function patiently<T extends { readonly ok: true }>(
  ask: () => Promise<T | JiraTrouble>,
  { clock, random, signal }: Pick<SyncOptions, 'clock' | 'random' | 'signal'>,
  deadline: number,
): Promise<T | JiraTrouble> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.ok || answer.again !== 'later' || signal.aborted) return answer;
    const ms = backoffMs(attempt, random, answer.waitMs);
    if (clock.now() + ms * 1_000 > deadline) return answer;
    await clock.sleep(ms, signal).catch(() => undefined);
  }
}
