import { hourlyMedians } from './hourly-medians.ts';
import { localClock } from './local-clock.ts';
import { median } from './quantile.ts';
import { recurring, type Recurring } from './recurring.ts';
import { steadied, withoutLine } from './slow-moves.ts';
import type { TimedSeries } from './timed-series.ts';
import { groupBy } from './group-by.ts';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;
const LEAST_DAYS = 21;

/**
 * Whether some hours of the day differ, on hourly medians without slow moves (`steadied`): slots 0…23 by the wall clock of
 * `timeZone`. null without times, below three days, and with fewer than two hours measured on three days.
 */
export function recurringHours(series: TimedSeries, { timeZone = 'UTC' }: { readonly timeZone?: string } = {}): Recurring | null {
  const steady = steadied(series);
  if (steady === null) return null;
  const { times, values, hourly, spent } = steady;
  const clock = localClock(timeZone);
  const first = hourly.times.indexOf(times[0] as number);
  const hours = Array.from(times, (time) => Math.floor(clock(time) / HOUR_US) % 24);
  return recurring(values, hourly.values.subarray(first, first + times.length), hours, spent);
}

/**
 * Whether some weekdays differ, on the medians of whole local days less a straight line: slots 1 (Monday) … 7. null without
 * times, below three weeks, and with fewer than two weekdays measured three times.
 */
export function recurringWeekdays(series: TimedSeries, { timeZone = 'UTC' }: { readonly timeZone?: string } = {}): Recurring | null {
  const hourly = hourlyMedians(series);
  const clock = localClock(timeZone);
  const byDay = groupBy([...hourly.times.keys()], (row) => Math.floor(clock(hourly.times[row] as number) / DAY_US));
  const days = Float64Array.from(byDay.keys());
  if (days.length === 0 || (days.at(-1) as number) - (days[0] as number) + 1 < LEAST_DAYS) return null;
  const values = Float64Array.from(byDay.values(), (rows) => median(rows.map((row) => hourly.values[row] as number)));
  // 1970 began on a Thursday.
  const weekdays = Array.from(days, (day) => ((day + 3) % 7) + 1);
  return recurring(withoutLine({ times: days, values }).values, values, weekdays);
}
