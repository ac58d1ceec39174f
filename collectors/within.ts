import type { Clock } from '../src/core/clock.ts';

/** How a bounded wait ended: with a value, with an error of its own, by its limit, or because the caller gave up. */
export type Ending<T> =
  | { readonly how: 'done'; readonly value: T }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: 'timeout' }
  | { readonly how: 'aborted' };

export interface WithinOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Runs `work` for at most `timeoutMs`; never rejects. The signal that `work` gets fires at every ending, also a good one,
 * so that what it opened can be released there. Written out rather than with AbortSignal.any: the caller's signal lives as
 * long as the process, and each composite would stay attached to it.
 */
export async function within<T>(work: (signal: AbortSignal) => Promise<T>, options: WithinOptions): Promise<Ending<T>> {
  const { clock, signal, timeoutMs } = options;
  if (signal.aborted) return { how: 'aborted' };
  const release = new AbortController();
  const timer = new AbortController();
  const aborted = new Promise<Ending<T>>((resolve) => {
    const { signal: over } = release;
    signal.addEventListener('abort', () => resolve({ how: 'aborted' }), { once: true, signal: over });
  });
  const timeout = clock.sleep(timeoutMs, timer.signal).then(
    (): Ending<T> => ({ how: 'timeout' }),
    (): Promise<Ending<T>> => aborted,
  );
  const worked = ended(work, release.signal);
  const ending = await Promise.race([worked, timeout, aborted]);
  timer.abort();
  release.abort();
  return ending;
}

async function ended<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Ending<T>> {
  try {
    return { how: 'done', value: await work(signal) };
  } catch (error) {
    return { how: 'threw', error };
  }
}
