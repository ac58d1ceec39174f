import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

const only = (kind: string): readonly object[] => [{ filter: `datum.kind === '${kind}'` }];

/** A series over time (or over its rows): points, a line at the median of each regime, a dashed line where a new one begins, rings around anomalies. */
export function courseFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  { rows, timed, unit }: { readonly rows: readonly FigureRow[]; readonly timed: boolean; readonly unit: string | null },
): FigureBlock {
  const axis = { grid: false, labelOverlap: true };
  const x = timed
    ? { field: 'x', type: 'temporal', title: 'Time, UTC', scale: { type: 'utc' }, axis }
    : {
        field: 'x',
        type: 'quantitative',
        title: 'Row',
        scale: { zero: false, nice: false },
        axis: { ...axis, format: 'd', tickMinStep: 1 },
      };
  const y = { field: 'value', type: 'quantitative', title: unit === null ? 'Value' : `Value [${unit}]`, scale: { zero: false } };
  const layer = [
    { transform: only('value'), mark: { type: 'point', filled: true, size: 14, color: HUES[0], opacity: 0.6 }, encoding: { x, y } },
    { transform: only('change'), mark: { type: 'rule', color: INK.quiet, strokeDash: [4, 3] }, encoding: { x } },
    { transform: only('regime'), mark: { type: 'rule', color: INK.text, strokeWidth: 2 }, encoding: { x, x2: { field: 'until' }, y } },
    { transform: only('anomaly'), mark: { type: 'point', filled: false, size: 90, color: INK.bad, opacity: 1 }, encoding: { x, y } },
  ];
  return { kind: 'figure', ...figure, spec: { width: WIDTH, height: 220, layer }, rows };
}
