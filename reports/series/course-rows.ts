import type { SeriesJudgement } from '../../src/analysis/judge-series.ts';
import type { TimedSeries } from '../../src/analysis/timed-series.ts';
import type { FigureRow } from '../document.ts';

/** A figure shows no more points; where there are more, each stretch gives its lowest and its highest. */
const MOST_POINTS = 1500;

/** What the figure of a series shows: points, the median of each regime, where it changed, and anomalies. `x` is ms since 1970, or the row where there are no times. */
export function courseRows({ times, values }: TimedSeries, { regimes, changePoints, anomalies }: SeriesJudgement): readonly FigureRow[] {
  const x = (row: number): number => (times === null ? row : (times[row] as number) / 1000);
  return [
    ...thinned(values).map((row) => ({ kind: 'value', row, x: x(row), value: values[row] as number })),
    ...regimes.map(({ from, to, median }) => ({ kind: 'regime', row: from, x: x(from), until: x(to - 1), value: median })),
    ...changePoints.map(({ index }) => ({ kind: 'change', row: index, x: x(index) })),
    ...anomalies
      .filter(({ index }) => Number.isFinite(values[index]))
      .map(({ index }) => ({ kind: 'anomaly', row: index, x: x(index), value: values[index] as number })),
  ];
}

/** Rows with a value: all, or of each stretch the lowest and the highest. */
function thinned(values: Float64Array): readonly number[] {
  const stretch = Math.ceil((2 * values.length) / MOST_POINTS);
  const rows: number[] = [];
  for (let from = 0; from < values.length; from += stretch <= 2 ? 1 : stretch) {
    const to = Math.min(values.length, stretch <= 2 ? from + 1 : from + stretch);
    let [low, high] = [-1, -1];
    for (let row = from; row < to; row += 1) {
      const value = values[row] as number;
      if (!Number.isFinite(value)) continue;
      if (low === -1 || value < (values[low] as number)) low = row;
      if (high === -1 || value > (values[high] as number)) high = row;
    }
    if (low !== -1) rows.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  }
  return rows;
}
