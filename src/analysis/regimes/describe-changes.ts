import type { ChangePoint, Regime } from '../regime-types.ts';
import type { TimedSeries } from '../timed-series.ts';
import type { Confirmed } from './confirm.ts';
import { withoutSpikes } from './hampel.ts';
import type { PreparedValues } from './prepare-values.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';
import { middleOf, spreadOf } from './spread.ts';

/** 95 % of the likelihood ratio of a break's place: −2 ln(1 − √.95) (Eo & Morley 2015). */
const PLACE_RATIO = 7.352;
/** Penalties 1 … 10 × ln n. */
const PATH = 10;

/** Confirmed splits as a reader meets them: rows and times, ratios, plausible places, kind and strength. */
export function describeChanges(
  series: TimedSeries,
  prepared: PreparedValues,
  confirmed: readonly Confirmed[],
  settings: SearchSettings,
): { readonly changePoints: readonly ChangePoint[]; readonly regimes: readonly Regime[] } {
  const { values, rows, effect } = prepared;
  const ends = [0, ...confirmed.map(({ split }) => split), values.length];
  const rowAt = (k: number): number => rows[k] as number;
  const slopes = ends.slice(1).map((to, k) => slopeOf(values.subarray(ends[k], to), settings));
  const changePoints = confirmed.map(({ split, p, size, inflation }, k): ChangePoint => {
    const [from, to] = [ends[k] as number, ends[k + 2] as number];
    const { low, high, strength } = place(values.subarray(from, to), split - from, inflation, settings);
    const shown = (value: number | null): number | null => (value === null || effect === 'absolute' ? value : Math.exp(value));
    return {
      index: rowAt(split),
      at: series.times?.[rowAt(split)] ?? null,
      interval: { low: rowAt(from + low), high: rowAt(from + high) },
      effect,
      size: { value: shown(size.value) as number, low: shown(size.low), high: shown(size.high), level: size.level },
      p,
      kind: slopes[k] !== null || slopes[k + 1] !== null ? 'ramp' : 'step',
      strength,
      before: split - from,
      after: to - split,
    };
  });
  const regimes = values.length === 0 ? [] : ends.slice(1).map((to, k) => regimeOf(ends[k] as number, to, slopes[k] as number | null));
  return { changePoints, regimes };

  function regimeOf(from: number, to: number, slope: number | null): Regime {
    const own = Float64Array.from(rows.subarray(from, to), (row) => series.values[row] as number);
    const median = middleOf(own.toSorted());
    const spread = spreadOf(own);
    return {
      from: from === 0 ? 0 : rowAt(from),
      to: to === values.length ? series.values.length : rowAt(to),
      n: to - from,
      median,
      robustCv: spread === 0 ? 0 : median === 0 ? Number.NaN : spread / Math.abs(median),
      slope,
    };
  }
}

/** Per row, where a line explains the values better than their level by BIC. */
function slopeOf(values: Float64Array, settings: SearchSettings): number | null {
  const n = values.length;
  if (n < 2 * settings.minSegment) return null;
  const { level, line } = segmentCost(withoutSpikes(values), Number.POSITIVE_INFINITY);
  if (level(0, n) - line(0, n) <= settings.slopePenalty * Math.log(n)) return null;
  let [sum, moment] = [0, 0];
  const middle = (n - 1) / 2;
  values.forEach((value) => (sum += value));
  values.forEach((value, i) => (moment += (i - middle) * (value - sum / n)));
  return (12 * moment) / (n * (n * n - 1));
}

/** Between the neighbouring changes. The interval holds every place whose likelihood ratio to the best is within 7.35. */
function place(
  values: Float64Array,
  split: number,
  inflation: number,
  settings: SearchSettings,
): { readonly low: number; readonly high: number; readonly strength: number } {
  const n = values.length;
  const unit = Math.log(n);
  const segments = segmentCost(withoutSpikes(values), settings.slopePenalty * unit);
  const costAt = (at: number): number => segments.cost(0, at) + segments.cost(at, n);
  const residual = (segments.level(0, split) + segments.level(split, n)) / n;
  const bound = costAt(split) + PLACE_RATIO * residual * inflation;
  let [low, high] = [split, split];
  const { minSegment } = settings;
  for (let at = minSegment; at <= n - minSegment; at += 1) {
    if (costAt(at) > bound) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  const gain = segments.cost(0, n) - costAt(split);
  const survived = Math.floor(Math.max(0, gain) / unit);
  return { low, high, strength: Math.min(PATH, survived) / PATH };
}
