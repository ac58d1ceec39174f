import { bandGroups, type BandGroups } from './band-groups.ts';
import { bands, type BandOptions, type Bands } from './bands.ts';
import { cosinor, type Cosinor } from './cosinor.ts';
import { fluctuation } from './fluctuation.ts';
import { hourlyMedians } from './hourly-medians.ts';
import { ljungBox, type LjungBox } from './ljung-box.ts';
import { autocorrelations, squaresAboutMean } from './moments.ts';
import { percentiles, type Percentiles } from './percentile-ratios.ts';
import { present } from './present.ts';
import { recurringHours, recurringWeekdays } from './recurring-hours.ts';
import type { Recurring } from './recurring.ts';
import type { TimedSeries } from './timed-series.ts';
import type { Fluctuation } from './types.ts';

export interface DescribeOptions {
  /** Whose wall clock hours and weekdays are: IANA name or offset as in +02:00; UTC unless given. */
  readonly timeZone?: string;
  /** The values are counts: the Fano factor means something. */
  readonly counts?: boolean;
  readonly bands?: BandOptions;
  /** What is known of each row, such as its CPU model or machine: does it explain the bands? */
  readonly groups?: readonly (string | null)[];
}

/** All that is said of one series (docs/judging.md, Fluctuation). */
export interface SeriesDescription {
  readonly fluctuation: Fluctuation;
  readonly percentiles: Percentiles;
  /** s² / mean of counts, 1 for events that come at random; null for all else, since it has a unit. */
  readonly fano: number | null;
  /** At lags 1 … 24 rows, fewer for fewer than 96 values. */
  readonly autocorrelations: readonly number[];
  /** Of the first ten lags; null below five values. */
  readonly ljungBox: LjungBox | null;
  /** Cosines of 24 h and 12 h; null without times and below three days. */
  readonly daily: Cosinor | null;
  readonly hours: Recurring | null;
  /** null below three weeks. */
  readonly weekdays: Recurring | null;
  /** null below 20 values. */
  readonly bands: Bands | null;
  readonly groups: BandGroups | null;
}

const MOST_LAGS = 24;
const TEST_LAGS = 10;

/** One call for all figures of a series; undefined when no value is there. HarnessError for a time zone that nobody knows. */
export function describe(series: TimedSeries, options: DescribeOptions = {}): SeriesDescription | undefined {
  const spread = fluctuation(series.values);
  if (spread === undefined) return undefined;
  const { n } = spread;
  const known = present(series.values);
  const correlations = autocorrelations(series.values, Math.min(MOST_LAGS, Math.floor(n / 4)));
  const hourly = hourlyMedians(series);
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
  const found = bands(series.values, options.bands);
  return {
    fluctuation: spread,
    percentiles: percentiles(known.toSorted()),
    fano: options.counts === true && n > 1 && spread.mean > 0 ? squaresAboutMean(known) / (n - 1) / spread.mean : null,
    autocorrelations: correlations,
    ljungBox: ljungBox(correlations.slice(0, Math.min(TEST_LAGS, Math.floor(n / 5))), n),
    daily: cosinor(hourly, zone),
    hours: recurringHours(hourly, zone),
    weekdays: recurringWeekdays(hourly, zone),
    bands: found,
    groups: options.groups === undefined ? null : bandGroups(series.values, options.groups, found?.bands ?? []),
  };
}
