import { parseCron } from './cron.ts';
import type { Entry } from './scheduler.ts';
import { slotsBetween } from './slots.ts';

const DAY_US = 86_400_000_000;
/** A leap day is at most eight years away. */
const FURTHEST_DAYS = 8 * 366;

/** The next `count` slots (µs) of these entries together after `from` (µs), in order; fewer where there are no more. */
export function nextSlots(entries: readonly Pick<Entry, 'cron' | 'timeZone'>[], from: number, count: number): readonly number[] {
  const plans = entries.map(({ cron, timeZone }) => ({ cron: parseCron(cron), timeZone }));
  const found: number[] = [];
  let [begin, days] = [from, 1];
  for (let seen = 0; plans.length > 0 && found.length < count && seen < FURTHEST_DAYS; seen += days, days *= 2) {
    const end = begin + days * DAY_US;
    found.push(...plans.flatMap(({ cron, timeZone }) => slotsBetween(cron, timeZone, begin, end)).toSorted((a, b) => a - b));
    begin = end;
  }
  return found.slice(0, count);
}
