import type { Clock } from '../../core/clock.ts';

/** Does `work` at once and then every `everyMs`, one at a time, until the signal fires; a failure is told and does not end it. */
export async function every(
  everyMs: number,
  signal: AbortSignal,
  clock: Clock,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      failed(error);
    }
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}
