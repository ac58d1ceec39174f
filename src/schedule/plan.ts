/** What one beat of the clock means for one schedule. */
export interface Beat {
  /** The slot to start now, or null. */
  readonly run: number | null;
  /** Slots that passed while nobody looked. */
  readonly missed: readonly number[];
  /** Slots that fell while the last one was still running. */
  readonly skipped: readonly number[];
}

/** A slot found later than this was missed: the process was down, asleep or overloaded. */
export const TOLERANCE_US = 90_000_000;

/** Decides what to do with the slots that came due since the last beat (µs, in order). Pure. */
export function planBeat(due: readonly number[], now: number, isRunning: boolean): Beat {
  const missed = due.filter((slot) => now - slot > TOLERANCE_US);
  const timely = due.filter((slot) => now - slot <= TOLERANCE_US);
  if (isRunning) return { run: null, missed, skipped: timely };
  // Two slots within the tolerance: the newer one is started, the older one is lost.
  return { run: timely.at(-1) ?? null, missed: [...missed, ...timely.slice(0, -1)], skipped: [] };
}
