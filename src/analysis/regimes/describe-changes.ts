import type { ChangePoint, Regime } from '../regime-types.ts';
import type { TimedSeries } from '../timed-series.ts';
import { MAD_TO_SD, quantile, sortedMad } from '../quantile.ts';
import { certainty } from './certainty.ts';
import type { JudgedChange } from './judge-change.ts';
import { inflationOf, longRunVariance } from './long-run-variance.ts';
import type { PreparedValues } from './prepare-values.ts';
import { aboutLine, slopeOf } from './residuals.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/** Confirmed splits as a reader meets them: rows and times, ratios, plausible places, kind and strength. */
export function describeChanges(
  series: TimedSeries,
  { rows, effect, cleaned }: Pick<PreparedValues, 'rows' | 'effect'> & { readonly cleaned: Float64Array },
  confirmed: readonly JudgedChange[],
  settings: SearchSettings,
): { readonly changePoints: readonly ChangePoint[]; readonly regimes: readonly Regime[] } {
  const ends = [0, ...confirmed.map(({ split }) => split), cleaned.length];
  const rowAt = (k: number): number => rows[k] as number;
  const slopes = ends.slice(1).map((to, k) => {
    const sloping = confirmed[k - 1]?.slopes[1] === true || confirmed[k]?.slopes[0] === true;
    const slope = trendOf(cleaned.subarray(ends[k], to), sloping, settings);
    // Missing rows take their share of the way.
    const from = ends[k] as number;
    return slope === null ? null : (slope * (to - from - 1)) / (rowAt(to - 1) - rowAt(from));
  });
  const changePoints = confirmed.map((change, k): ChangePoint => {
    const { split, p, size, departure } = change;
    const [from, to] = [ends[k] as number, ends[k + 2] as number];
    const ramp = change.slopes[0] || change.slopes[1];
    const { low, high, strength } = certainty(cleaned.subarray(from, to), { ...change, split: split - from }, settings);
    const shown = (value: number | null): number | null => (value === null || effect === 'absolute' ? value : Math.exp(value));
    return {
      index: rowAt(split),
      at: series.times?.[rowAt(split)] ?? null,
      interval: { low: rowAt(from + low), high: rowAt(from + high) },
      effect,
      size: { value: shown(size.value) as number, low: shown(size.low), high: shown(size.high), level: size.level },
      departure: departure === null || effect === 'absolute' ? departure : Math.expm1(departure),
      p,
      kind: ramp ? 'ramp' : 'step',
      strength,
      before: split - from,
      after: to - split,
    };
  });
  const regimes = cleaned.length === 0 ? [] : ends.slice(1).map((to, k) => regimeOf(ends[k] as number, to, slopes[k] as number | null));
  return { changePoints, regimes };

  function regimeOf(from: number, to: number, slope: number | null): Regime {
    const sorted = Float64Array.from(rows.subarray(from, to), (row) => series.values[row] as number).sort();
    const median = quantile(sorted, 0.5);
    const spread = MAD_TO_SD * sortedMad(sorted);
    return {
      from: from === 0 ? 0 : rowAt(from),
      to: to === cleaned.length ? series.values.length : rowAt(to),
      n: to - from,
      median,
      robustCv: spread === 0 ? 0 : median === 0 ? Number.NaN : spread / Math.abs(median),
      slope,
    };
  }
}

/** Slope a row where one was seen beside a change, or where a line beats the level by BIC on as many values as are independent. */
function trendOf(cleaned: Float64Array, seen: boolean, { minSegment, slopePenalty }: SearchSettings): number | null {
  const n = cleaned.length;
  if (n < 2 * minSegment) return null;
  const { level, line } = segmentCost(cleaned, Number.POSITIVE_INFINITY);
  const independent = n / inflationOf(longRunVariance(aboutLine(cleaned)));
  const better = independent * Math.log(level(0, n) / line(0, n)) > slopePenalty * Math.log(n);
  return seen || better ? slopeOf(cleaned) : null;
}
