import type { Random } from '../core/random.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/**
 * How long to wait after the `attempt`-th try (1, 2, …) failed, ms: doubles from 2 s up to an hour, each between half of it and the whole, so that
 * processes that failed together do not come back together. Never less than what the server asked for.
 */
export function backoffMs(attempt: number, random: Random, askedMs: number | null): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 30));
  return Math.round(Math.max(askedMs ?? 0, whole * (0.5 + random() / 2)));
}
