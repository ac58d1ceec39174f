import type { FigureBlock, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

/** One instance or unit: seconds. */
export interface DrawnMedian {
  readonly name: string;
  readonly side: string;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/** A line for each instance (or unit): the point is its median, the bar runs from quartile to quartile. The axis need not begin at zero. */
export function mediansFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string; readonly axis: string },
  medians: readonly DrawnMedian[],
): FigureBlock {
  const { axis, ...block } = figure;
  const sides = [...new Set(medians.map(({ side }) => side))];
  const many = sides.length > 1;
  const y = { field: 'name', type: 'nominal', title: axis, sort: medians.map(({ name }) => name), axis: { grid: true, labelLimit: 400 } };
  const x = {
    field: 'median',
    type: 'quantitative',
    title: 'Time of a job [s]',
    scale: { zero: false, nice: true },
    axis: { tickCount: 6 },
  };
  const color = {
    field: 'side',
    type: 'nominal',
    scale: { domain: sides, range: HUES.slice(0, sides.length) },
    legend: many ? { title: null } : null,
  };
  const shape = {
    field: 'side',
    type: 'nominal',
    scale: { domain: sides, range: ['circle', 'diamond', 'square'] },
    legend: many ? { title: null } : null,
  };
  const longest = Math.max(0, ...medians.map(({ name }) => name.length));
  const names = new Set(medians.map(({ name }) => name)).size;
  const spec = {
    width: WIDTH - Math.min(240, longest * 7),
    height: Math.max(60, names * 26),
    layer: [
      { mark: { type: 'rule', strokeWidth: 5, opacity: 0.4 }, encoding: { y, x: { ...x, field: 'q1' }, x2: { field: 'q3' }, color } },
      { mark: { type: 'point', filled: true, size: 90, opacity: 1, stroke: INK.paper, strokeWidth: 1 }, encoding: { y, x, color, shape } },
    ],
  };
  return { kind: 'figure', ...block, spec, rows: medians.map((median) => ({ ...median })) };
}
