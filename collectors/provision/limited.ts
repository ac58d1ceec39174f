import type { Clock } from '../../src/core/clock.ts';

/**
 * Runs `work` with a signal that fires with the caller's, or with a TimeoutError after `ms`. Nothing stays attached to the
 * caller's signal, which may live as long as the process and be used for thousands of calls.
 */
export async function limited<T>(
  ms: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const timer = new AbortController();
  const onAbort = (): void => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(ms, timer.signal).then(
    () => own.abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError')),
    () => {},
  );
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    timer.abort();
  }
}
