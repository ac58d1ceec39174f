import { fAbove } from './f-distribution.ts';
import type { HourlyMedians } from './hourly-medians.ts';
import { leastSquares } from './least-squares.ts';
import { localClock } from './local-clock.ts';
import { autocorrelations, effectiveCount } from './moments.ts';
import { median } from './quantile.ts';
import { constant, line, steadied } from './slow-moves.ts';
import type { TimedSeries } from './timed-series.ts';

/** One cosine of the daily course. */
export interface CosinorWave {
  readonly periodHours: 24 | 12;
  /** From the middle to the peak, in the unit of the values. */
  readonly amplitude: number;
  /** amplitude / |median|; NaN for a median of 0. */
  readonly amplitudeShare: number;
  /** Local hour of the peak, 0 … period. */
  readonly peakHour: number;
  /** That there is no such wave beside the other. */
  readonly p: number;
}

/** What comes back every day (docs/judging.md). */
export interface Cosinor {
  /** Hours with a value. */
  readonly hours: number;
  /** How many independent ones they are worth, from the neighbours' correlation that the waves leave. */
  readonly effectiveN: number;
  /** F and p of no daily course at all: both waves together. */
  readonly f: number;
  readonly p: number;
  readonly waves: readonly CosinorWave[];
}

const HOUR_US = 3_600_000_000;
const PERIODS = [24, 12] as const;

/**
 * Cosines of 24 h and 12 h fitted to the hourly medians (cosinor: Halberg et al. 1967; Nelson et al. 1979), tested by F on
 * the effective n. Steps and trends are taken out beforehand: by the running median of a day where half the hours have a
 * value, else by a straight line. null without times, below three days, and where the hours of the day that were measured
 * cannot tell the waves. `timeZone`: IANA name or offset, UTC unless given.
 */
export function cosinor(series: TimedSeries, { timeZone = 'UTC' }: { readonly timeZone?: string } = {}): Cosinor | null {
  const steady = steadied(series);
  if (steady === null) return null;
  const { times, values, without, spent, hourly } = steady;
  const clock = localClock(timeZone);
  const waves = PERIODS.map((period) => wave(times, period, clock));
  // The line once more, so that it is fitted together with the waves.
  const level = without === 'day' ? [constant(times)] : [constant(times), line(times)];
  const all = leastSquares([...level, ...waves.flat()], values);
  if (all === undefined) return null;

  const rho = unbiased(autocorrelations(all.residuals, 1)[0] as number, { n: times.length, spent: spent + 2 * PERIODS.length });
  const effectiveN = effectiveCount(times.length, rho);
  const rest = effectiveN - spent - 2 * PERIODS.length;
  const least = rounding(hourly);
  const test = (others: readonly Float64Array[], terms: number): { readonly f: number; readonly p: number } => {
    const gain = (leastSquares([...level, ...others], values)?.squares ?? 0) - all.squares;
    if (!(gain > least) || rest < 1) return { f: 0, p: 1 };
    const f = gain / terms / (all.squares / rest);
    return { f, p: Number.isFinite(f) ? fAbove(f, terms, rest) : 0 };
  };
  const middle = Math.abs(median(hourly.values));
  return {
    hours: hourly.times.length,
    effectiveN,
    ...test([], 2 * PERIODS.length),
    waves: PERIODS.map((periodHours, index) => {
      const [cosine, sine] = all.coefficients.slice(level.length + 2 * index) as [number, number];
      const amplitude = Math.hypot(cosine, sine);
      return {
        periodHours,
        amplitude,
        amplitudeShare: middle === 0 ? Number.NaN : amplitude / middle,
        peakHour: ((Math.atan2(sine, cosine) / (2 * Math.PI) + 1) % 1) * periodHours,
        p: test(
          waves.flatMap((columns, other) => (other === index ? [] : columns)),
          2,
        ).p,
      };
    }),
  };
}

function wave(times: Float64Array, periodHours: number, clock: (utcUs: number) => number): readonly Float64Array[] {
  const angles = times.map((time) => ((clock(time) / HOUR_US) % periodHours) * ((2 * Math.PI) / periodHours));
  return [angles.map((angle) => Math.cos(angle)), angles.map((angle) => Math.sin(angle))];
}

/** The correlation of residuals is too small by about a term in n for each thing that was fitted (Kendall 1954 for the mean). */
function unbiased(rho: number, { n, spent }: { readonly n: number; readonly spent: number }): number {
  return Math.min(0.99, rho + (spent + 3 * rho) / n);
}

/** Squares that rounding alone can make. */
function rounding({ values }: HourlyMedians): number {
  return values.reduce((sum, value) => sum + (value * 1e-12) ** 2, 0);
}
