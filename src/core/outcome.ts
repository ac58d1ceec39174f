/**
 * What became of one act. `slow` succeeded beyond its limit; `unknown` says nothing about the target
 * (aborted by us, our own network down) and is never counted as up or down.
 */
export type Outcome = 'ok' | 'slow' | 'failed' | 'unknown';

/** Stored as the index into this list. */
export const OUTCOMES: readonly Outcome[] = ['ok', 'slow', 'failed', 'unknown'];

/** Trouble of the observer while it measured; bits of `Observation.marks`. */
export const MARKS = {
  /** Our own event loop lagged by more than 20 ms during the act. */
  lag: 1,
  /** The system clock was stepped during the act. */
  clock: 2,
  /** The generator was the bottleneck. */
  saturated: 4,
} as const;
