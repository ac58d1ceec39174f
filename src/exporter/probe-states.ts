import type { Outcome } from '../core/outcome.ts';

export interface ProbeStates {
  /** `at`: start of the look, µs since 1970. */
  seen(look: { readonly target: string; readonly probe: string; readonly outcome: Outcome; readonly at: number }): void;
  /** Probes whose state is known at `now` (µs). */
  current(now: number): readonly { readonly target: string; readonly probe: string; readonly up: boolean }[];
}

/** A probe that looked once: its rhythm is not known yet. */
const FIRST_PATIENCE_US = 15 * 60_000_000;
const LEAST_PATIENCE_US = 2 * 60_000_000;

/**
 * The newest state of every probe. A probe that has not looked for four of its own intervals (never under two minutes)
 * says nothing any more: no data is neither up nor down.
 */
export function probeStates(): ProbeStates {
  const states = new Map<string, { target: string; probe: string; outcome: Outcome; at: number; patience: number }>();
  return {
    seen: ({ target, probe, outcome, at }) => {
      const key = JSON.stringify([target, probe]);
      const before = states.get(key);
      if (before !== undefined && at < before.at) return;
      const patience = before === undefined ? FIRST_PATIENCE_US : Math.max(LEAST_PATIENCE_US, 4 * (at - before.at));
      states.set(key, { target, probe, outcome, at, patience });
    },
    current: (now) =>
      [...states.values()]
        .filter(({ outcome, at, patience }) => outcome !== 'unknown' && now - at <= patience)
        .map(({ target, probe, outcome }) => ({ target, probe, up: outcome !== 'failed' })),
  };
}
