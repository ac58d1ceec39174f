import { cosinor } from './cosinor.ts';
import { groupBy } from './group-by.ts';
import { localClock } from './local-clock.ts';
import { median } from './quantile.ts';
import { steadied } from './slow-moves.ts';
import type { TimedSeries } from './timed-series.ts';

const HOUR_US = 3_600_000_000;
/** Of the cosinor: a course that may be chance is left in. */
const ALPHA = 0.01;

/**
 * The values less what their hour of the day has of its own, the median over the days once slow moves are out; of logs, to take
 * out a factor. null where the cosinor finds no daily course (`cosinor` says when it cannot). A move within the last half day
 * is not part of it. `timeZone`: IANA name or offset, UTC unless given.
 */
export function withoutDailyCourse(series: TimedSeries, { timeZone = 'UTC' }: { readonly timeZone?: string } = {}): Float64Array | null {
  const course = cosinor(series, { timeZone });
  const steady = steadied(series);
  if (course === null || steady === null || series.times === null || course.p >= ALPHA) return null;
  const clock = localClock(timeZone);
  const hourOf = (time: number): number => Math.floor(clock(time) / HOUR_US) % 24;
  const rows = groupBy([...steady.times.keys()], (row) => hourOf(steady.times[row] as number));
  const own = new Map([...rows].map(([hour, members]) => [hour, median(members.map((row) => steady.values[row] as number))]));
  const { times } = series;
  return series.values.map((value, row) => value - (own.get(hourOf(times[row] as number)) ?? 0));
}
