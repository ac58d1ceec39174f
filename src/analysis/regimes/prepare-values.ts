import type { TimedSeries } from '../timed-series.ts';

/** What is searched: the values present, as logs where the effect is a ratio. */
export interface PreparedValues {
  readonly values: Float64Array;
  /** Row of each value present. */
  readonly rows: Uint32Array;
  readonly effect: 'ratio' | 'absolute';
  readonly rounding: number;
  readonly quantum: number;
}

const ROUNDING = 1e-9;

/** NaN and infinite values are missing. `ratio` without positive values only cannot be had: absolute then. */
export function prepareValues(series: TimedSeries, wanted: 'auto' | 'ratio' | 'absolute'): PreparedValues {
  const { values: all } = series;
  let [count, positive] = [0, true];
  for (const value of all) {
    if (!Number.isFinite(value)) continue;
    count += 1;
    if (value <= 0) positive = false;
  }
  const effect = positive && wanted !== 'absolute' ? 'ratio' : 'absolute';
  const rows = new Uint32Array(count);
  const values = new Float64Array(count);
  let k = 0;
  all.forEach((value, row) => {
    if (!Number.isFinite(value)) return;
    rows[k] = row;
    values[k++] = effect === 'ratio' ? Math.log(value) : value;
  });
  const sorted = values.toSorted();
  const size = effect === 'ratio' ? 1 : Math.abs(sorted[sorted.length >> 1] ?? 0);
  return { values, rows, effect, rounding: ROUNDING * size, quantum: smallestStep(sorted, ROUNDING * size) };
}

function smallestStep(sorted: Float64Array, rounding: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i += 1) {
    const step = (sorted[i] as number) - (sorted[i - 1] as number);
    if (step > rounding && step < least) least = step;
  }
  return least === Number.POSITIVE_INFINITY ? rounding : least;
}
