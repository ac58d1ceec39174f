import { offsetMs } from '../core/zone-offset.ts';

const DAY_MS = 86_400_000;

/**
 * The instant (ms UTC) of a local time, given as if it were UTC. In an hour that daylight saving skips: the next valid
 * minute. In an hour that comes twice: the first.
 */
export function instantOf(zone: string, localMs: number): number {
  const before = offsetMs(zone, localMs - DAY_MS);
  const after = offsetMs(zone, localMs + DAY_MS);
  const valid = [localMs - before, localMs - after].filter((instant) => instant + offsetMs(zone, instant) === localMs);
  if (valid.length > 0) return Math.min(...valid);
  // Skipped: find where the offset changes; both ends lie within a day of it.
  let [low, high] = [localMs - Math.max(before, after) - DAY_MS / 2, localMs - Math.min(before, after) + DAY_MS / 2];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetMs(zone, middle) === before) low = middle;
    else high = middle;
  }
  return Math.ceil(high / 60_000) * 60_000;
}
