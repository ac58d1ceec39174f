import type { HourlyMedians } from './hourly-medians.ts';
import { median } from './quantile.ts';

const HALF_DAY_US = 12 * 3_600_000_000;

/**
 * The values less the median of the day around each: levels, steps and trends go, what comes back every 24 h (or a divisor
 * of it) stays. Only where that day is whole, so the first and the last twelve hours are left out.
 */
export function withoutSlowMoves({ times, values }: HourlyMedians): HourlyMedians {
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
