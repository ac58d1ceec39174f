import type { FigureBlock, Inline } from '../document.ts';
import { WIDTH } from './theme.ts';

export interface DrawnHour {
  readonly side: string;
  /** 0 = Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly median: number;
  readonly n: number;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Light to dark, so that the order shows without the hue. */
const SHADES = ['#cfe2f6', '#1b5fa8'];

/**
 * Weekday against hour of the day, the darker the slower; one map a side on one scale of shades. `apart`: each side has shades of its own,
 * where they are different things.
 */
export function hourMapFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string; readonly apart?: boolean },
  cells: readonly DrawnHour[],
): FigureBlock {
  const { apart = false, ...block } = figure;
  const sides = [...new Set(cells.map(({ side }) => side))];
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const size = { width: WIDTH - 80, height: 150 };
  const drawn = {
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'hour', type: 'ordinal', title: 'Hour of the day, UTC', scale: { domain: hours }, axis: { labelAngle: 0, grid: false } },
      y: { field: 'weekday', type: 'nominal', title: null, scale: { domain: WEEKDAYS }, axis: { grid: false } },
      color: {
        field: 'median',
        type: 'quantitative',
        scale: { range: SHADES, zero: false, nice: false },
        legend: { title: 'Median [s]', gradientLength: 120 },
      },
    },
  };
  const facet = { facet: { row: { field: 'side', type: 'nominal', title: null, sort: sides } }, spec: { ...size, ...drawn } };
  const resolve = apart ? { resolve: { scale: { color: 'independent' } } } : {};
  const rows = cells.map(({ weekday, ...cell }) => ({ ...cell, weekday: WEEKDAYS[weekday] ?? null }));
  return { kind: 'figure', ...block, spec: sides.length > 1 ? { ...facet, ...resolve } : { ...size, ...drawn }, rows };
}
