import { changePoints } from './change-points.ts';
import { withoutDailyCourse } from './daily-course.ts';
import { median } from './quantile.ts';
import { acceptValue, levelOf, startBaseline } from './robust-baseline.ts';
import type { ChangePoint, Regime } from './regime-types.ts';

/** Instants µs since 1970: the first point of the new regime, and the plausible ones, inclusive. */
export interface KnownChange {
  readonly since: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly direction: 'up' | 'down';
}

/** A change that change-point detection confirmed. `before` and `after` without the daily course, rows as they were tested. */
export interface Moved extends KnownChange {
  readonly change: Omit<ChangePoint, 'index' | 'at' | 'interval'>;
  readonly before: Regime;
  readonly after: Regime;
}

export interface Confirmed {
  readonly moved: Moved;
  /** From its first to the newest. */
  readonly points: number;
}

/** What a CUSUM suspects of a series that ends now. */
export interface Suspected {
  readonly direction: 'up' | 'down';
  /** Since the shift seems to have begun. */
  readonly points: number;
  /** Need not be found again. */
  readonly known: readonly KnownChange[];
}

/** A rank test sees a shift best that fills a third of what it looks at; a little less, since the sums begin late. */
const WINDOW = 4;
const LEAST_WINDOW = 80;
const MOST_WINDOW = 1_000;
/** So many points since the shift seems to have begun can be looked at. */
export const MOST_SUSPECTED = MOST_WINDOW / WINDOW;
/** Every point of every series is looked at, and what is tested was chosen by its looks: .001 would be wrong every few weeks. */
export const WATCH_ALPHA = 1e-6;
/** Until the daily course can be told, from three days on, what is smaller than this share may be the time of day. */
const UNTOLD_FLOOR = 0.25;
const DAYS_TO_TELL_US = 3 * 86_400_000_000;
/** Standard errors, by the autocorrelation of what the regimes leave: long-run variances of short windows are too small. */
const STANDARD_ERRORS = 5;
/** Points: what is found this close to a known change, in the same direction, is the same. */
const SAME = 12;

/**
 * Change-point detection (`changePoints`, alpha 1e-6) on the newest 4 times as many points as are suspected, 80 at least, the daily
 * course taken out: the last change in the suspected direction that is not much older than suspected, 5 standard errors wide and
 * not known. null: none.
 */
export function confirmAlarm(times: Float64Array, values: Float64Array, { direction, points, known }: Suspected): Confirmed | null {
  const window = Math.min(Math.max(LEAST_WINDOW, WINDOW * points), MOST_WINDOW, values.length);
  const series = { times: times.slice(-window), values: withoutCourse(times, values).slice(-window) };
  const isTold = (times.at(-1) as number) - (times[0] as number) >= DAYS_TO_TELL_US;
  const { changePoints: changes, regimes } = changePoints(series, { alpha: WATCH_ALPHA, ...(isTold ? {} : { floor: UNTOLD_FLOOR }) });
  const place = changes.findLastIndex(({ interval, effect, size }) => {
    const isUp = size.value > (effect === 'ratio' ? 1 : 0);
    return isUp === (direction === 'up') && interval.high >= window - 2 * points;
  });
  const [change, before, after] = [changes[place], regimes[place], regimes[place + 1]];
  if (change === undefined || before === undefined || after === undefined) return null;
  const { index, at: _at, interval, ...rest } = change;
  const scaled = change.effect === 'ratio' ? series.values.map(Math.log) : series.values;
  const by = Math.abs(change.effect === 'ratio' ? Math.log(change.size.value) : change.size.value);
  if (by < STANDARD_ERRORS * scaleWithin(scaled, regimes) * Math.sqrt(1 / before.n + 1 / after.n)) return null;
  const instant = (row: number): number => series.times[Math.min(Math.max(row, 0), window - 1)] as number;
  const near = { low: instant(interval.low - SAME), high: instant(interval.high + SAME) };
  if (known.some((each) => each.direction === direction && each.interval.low <= near.high && near.low <= each.interval.high)) return null;
  const places = { low: instant(interval.low), high: instant(interval.high) };
  return { moved: { since: instant(index), interval: places, direction, change: rest, before, after }, points: window - index };
}

/** Of the values about the median of their regime. */
function scaleWithin(values: Float64Array, regimes: readonly Regime[]): number {
  const residuals = startBaseline(values.length);
  for (const { from, to } of regimes) {
    const own = values.slice(from, to);
    const centre = median([...own]);
    for (const value of own) acceptValue(residuals, value - centre);
  }
  return levelOf(residuals, 0).scale;
}

/** A night that is quieter than the day is no change. */
function withoutCourse(times: Float64Array, values: Float64Array): Float64Array {
  if (values.some((value) => value <= 0)) return withoutDailyCourse({ times, values }) ?? values;
  return withoutDailyCourse({ times, values: values.map(Math.log) })?.map(Math.exp) ?? values;
}
