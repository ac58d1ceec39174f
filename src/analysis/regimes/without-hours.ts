import { cosinor } from '../cosinor.ts';
import { groupBy } from '../group-by.ts';
import { localClock } from '../local-clock.ts';
import { median } from '../quantile.ts';
import { steadied } from '../slow-moves.ts';

const HOUR_US = 3_600_000_000;

/**
 * Values less what their hour of the day has of its own, where the cosinor finds a daily course at `alpha`: the median of the hour once
 * slow moves are out, less the mean of these medians. null where there is none, below three days, and without times.
 */
export function withoutHours(times: Float64Array | null, values: Float64Array, alpha: number, timeZone: string): Float64Array | null {
  if (times === null) return null;
  const course = cosinor({ times, values }, { timeZone });
  const steady = course !== null && course.p <= alpha ? steadied({ times, values }) : null;
  if (steady === null) return null;
  const clock = localClock(timeZone);
  const hourOf = (time: number): number => Math.floor(clock(time) / HOUR_US) % 24;
  const hours = [...groupBy([...steady.times.keys()], (row) => hourOf(steady.times[row] as number))];
  const own = new Map(hours.map(([hour, rows]) => [hour, median(rows.map((row) => steady.values[row] as number))]));
  const mean = [...own.values()].reduce((sum, value) => sum + value, 0) / own.size;
  return values.map((value, k) => value - ((own.get(hourOf(times[k] as number)) ?? mean) - mean));
}
