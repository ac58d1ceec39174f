import { offsetMs } from '../core/zone-offset.ts';
import type { Cron } from './cron.ts';
import { instantOf } from './zone.ts';

const DAY_MS = 86_400_000;

/**
 * The planned instants (µs) after `from` and up to and including `to` (µs), in order, each once: several slots that
 * daylight saving moves to one minute are one.
 */
export function slotsBetween(cron: Cron, zone: string, from: number, to: number): number[] {
  const slots = new Set<number>();
  const first = Math.floor((from / 1000 + offsetMs(zone, from / 1000)) / DAY_MS) - 1;
  const last = Math.floor((to / 1000 + offsetMs(zone, to / 1000)) / DAY_MS) + 1;
  for (let day = first; day <= last; day += 1) {
    if (!matchesDay(cron, day * DAY_MS)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const slot = instantOf(zone, day * DAY_MS + hour * 3_600_000 + minute * 60_000) * 1000;
        if (slot > from && slot <= to) slots.add(slot);
      }
    }
  }
  return [...slots].toSorted((a, b) => a - b);
}

function matchesDay(cron: Cron, localMs: number): boolean {
  const date = new Date(localMs);
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const day = cron.days.has(date.getUTCDate());
  const weekday = cron.weekdays.has(date.getUTCDay());
  return cron.eitherDay ? day || weekday : day && weekday;
}
