import { hourlyMedians, type HourlyMedians } from './hourly-medians.ts';
import { leastSquares } from './least-squares.ts';
import { median } from './quantile.ts';
import type { TimedSeries } from './timed-series.ts';

const HOUR_US = 3_600_000_000;
const HALF_DAY_US = 12 * HOUR_US;
const LEAST_HOURS = 72;
/** Share of hours with a value from which on a day has enough of them for a median of its own. */
const DENSE = 0.5;

/** Hourly medians without levels, steps and trends. */
interface Steadied extends HourlyMedians {
  /** `day`: the running median of a day was taken out; `line`: a straight line. */
  readonly without: 'day' | 'line';
  /** Values that it took: about two a day, or the line's two. */
  readonly spent: number;
  /** As they were, first and last half day included. */
  readonly hourly: HourlyMedians;
}

/**
 * What is left for a daily pattern to show in: the running median of a day taken out where half the hours have a value, else
 * a straight line. null without times and below three days.
 */
export function steadied(series: TimedSeries): Steadied | null {
  const hourly = hourlyMedians(series);
  if (hourly.times.length === 0) return null;
  const hours = ((hourly.times.at(-1) as number) - (hourly.times[0] as number)) / HOUR_US + 1;
  if (hours < LEAST_HOURS) return null;
  if (hourly.times.length / hours >= DENSE) {
    const rest = withoutDays(hourly);
    return { ...rest, without: 'day', spent: 1 + rest.times.length / 12, hourly };
  }
  return { ...withoutLine(hourly), without: 'line', spent: 2, hourly };
}

/** Less the straight line through all. */
export function withoutLine({ times, values }: HourlyMedians): HourlyMedians {
  return { times, values: leastSquares([constant(times), line(times)], values)?.residuals ?? values };
}

export function constant(times: Float64Array): Float64Array {
  return new Float64Array(times.length).fill(1);
}

/** −½ at the first instant, ½ at the last. */
export function line(times: Float64Array): Float64Array {
  const [begin, end] = [times[0] as number, times.at(-1) as number];
  return times.map((time) => (time - begin) / (end - begin) - 0.5);
}

/**
 * Less the median of the day around each: what comes back every 24 h (or a divisor of it) stays. Only where that day is
 * whole, so the first and the last twelve hours are left out.
 */
function withoutDays({ times, values }: HourlyMedians): HourlyMedians {
  const [begin, end] = [times[0] as number, times.at(-1) as number];
  const first = times.findIndex((time) => time - begin >= HALF_DAY_US);
  const last = times.findLastIndex((time) => end - time >= HALF_DAY_US);
  let [from, to] = [0, 0];
  const kept = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const time = times[first + index] as number;
    // Open on one side: of hourly values exactly 24, each hour of the day once.
    while ((times[from] as number) < time - HALF_DAY_US) from += 1;
    while (to < times.length && (times[to] as number) < time + HALF_DAY_US) to += 1;
    return (values[first + index] as number) - median(values.subarray(from, to));
  });
  return { times: times.slice(first, first + kept.length), values: Float64Array.from(kept) };
}
