import { median } from './quantile.ts';
import type { TimedSeries } from './timed-series.ts';

const HOUR_US = 3_600_000_000;

/** A series thinned to one value an hour, so that a burst of quick jobs weighs no more than one. */
export interface HourlyMedians {
  /** Mean instant of the values of each hour that has any, µs since 1970, ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Medians of the values present in each hour (UTC); empty for a series without times. */
export function hourlyMedians({ times, values }: TimedSeries): HourlyMedians {
  const hours: { readonly time: number; readonly value: number }[] = [];
  const rows = times === null ? 0 : values.length;
  for (let from = 0, to = 0; from < rows; from = to) {
    const hour = Math.floor((times?.[from] as number) / HOUR_US);
    // From the start of the hour: sums of µs since 1970 would lose digits.
    let late = 0;
    const present: number[] = [];
    for (; to < rows && Math.floor((times?.[to] as number) / HOUR_US) === hour; to += 1) {
      if (!Number.isFinite(values[to])) continue;
      present.push(values[to] as number);
      late += (times?.[to] as number) - hour * HOUR_US;
    }
    if (present.length > 0) hours.push({ time: hour * HOUR_US + late / present.length, value: median(present) });
  }
  return { times: Float64Array.from(hours, ({ time }) => time), values: Float64Array.from(hours, ({ value }) => value) };
}
