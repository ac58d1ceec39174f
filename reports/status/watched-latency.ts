import { percentile } from '../../src/analysis/fluctuation.ts';
import { quantileInterval } from '../../src/analysis/order-interval.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import type { Estimate, TooFew } from '../../src/analysis/types.ts';
import type { Window, WindowSeriesRow, WindowValues } from '../../src/store/window-rows.ts';
import type { Selection } from '../document.ts';
import { cellLength, cellsOf } from './cells.ts';

/** Values of one stretch of time; never without one. */
export interface LatencyCell extends Window {
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

interface LatencyFigures {
  readonly n: number;
  readonly median: Estimate;
  readonly q1: number;
  readonly q3: number;
  readonly p95: Estimate | TooFew;
  readonly p99: Estimate | TooFew;
  readonly max: number;
}

/** Times of one phase of one probe, with one instrument, in a window and in the one before it. */
export interface WatchedLatency {
  readonly series: WindowSeriesRow;
  readonly now: LatencyFigures;
  readonly before: LatencyFigures | null;
  readonly cells: readonly LatencyCell[];
  /** Medians by weekday (Monday first) and hour (UTC): hour = index % 24; null without a value. */
  readonly week: readonly (Pick<LatencyCell, 'n' | 'median'> | null)[];
  readonly selection: Selection;
  readonly selectionBefore: Selection;
}

/** Pure; null without a value in the window. */
export function watchedLatency(
  series: WindowSeriesRow,
  { now, before }: { readonly now: WindowValues; readonly before: WindowValues },
  windows: { readonly window: Window; readonly before: Window },
): WatchedLatency | null {
  const figures = latencyFigures(now.values);
  if (figures === null) return null;
  const { metric, tags, comparable, target, observer } = series;
  const selection: Selection = { rows: 'samples', runs: [], window: windows.window, metric, tags, comparable, target, observer };
  return {
    series,
    now: figures,
    before: latencyFigures(before.values),
    cells: latencyCells(now, cellsOf(windows.window, cellLength(windows.window))),
    week: weekOf(now),
    selection,
    selectionBefore: { ...selection, window: windows.before },
  };
}

function latencyFigures(values: Float64Array): LatencyFigures | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted();
  return {
    n: sorted.length,
    median: quantileInterval(sorted, 0.5),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) as number,
  };
}

function latencyCells({ at, values }: WindowValues, cells: readonly Window[]): readonly LatencyCell[] {
  let index = 0;
  return cells.flatMap(({ from, to }): readonly LatencyCell[] => {
    const begun = index;
    while (index < at.length && (at[index] as number) < to) index += 1;
    const sorted = values.slice(begun, index).sort();
    if (sorted.length === 0) return [];
    return [{ from, to, n: sorted.length, min: sorted[0] as number, median: quantile(sorted, 0.5), max: sorted.at(-1) as number }];
  });
}

const HOUR_US = 3_600_000_000;

function weekOf({ at, values }: WindowValues): WatchedLatency['week'] {
  // 1970 began on a Thursday: three days after a Monday.
  const placeOf = (instant: number): number => (Math.floor(instant / HOUR_US) + 3 * 24) % 168;
  const sizes = new Uint32Array(168);
  for (const instant of at) sizes[placeOf(instant)] = (sizes[placeOf(instant)] as number) + 1;
  const cells = Array.from(sizes, (size) => new Float64Array(size));
  sizes.fill(0);
  for (let index = 0; index < at.length; index += 1) {
    const place = placeOf(at[index] as number);
    (cells[place] as Float64Array)[sizes[place] as number] = values[index] as number;
    sizes[place] = (sizes[place] as number) + 1;
  }
  return cells.map((cell) => (cell.length === 0 ? null : { n: cell.length, median: quantile(cell.sort(), 0.5) }));
}
