import { isoTime } from '../../src/core/units.ts';
import type { FigureBlock, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

export interface DrawnRun {
  readonly side: string;
  readonly run: string;
  /** µs since 1970. */
  readonly at: number;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

export interface DrawnEvent {
  readonly at: number;
  readonly kind: string;
}

/** The median of each run at its time, a bar from quartile to quartile; a dashed rule with its kind beside it for each event. */
export function runMediansFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string; readonly axis?: string },
  runs: readonly DrawnRun[],
  events: readonly DrawnEvent[],
): FigureBlock {
  const { axis = 'Time of a job [s]', ...block } = figure;
  const sides = [...new Set(runs.map(({ side }) => side))];
  const legend = sides.length > 1 ? { title: null } : null;
  const x = {
    field: 'at',
    type: 'temporal',
    title: 'Start of the run, UTC',
    // The first and the last run are not to stand on the edge, where they would be cut.
    scale: { type: 'utc', padding: 14 },
    axis: { grid: false, labelOverlap: true },
  };
  const y = { field: 'median', type: 'quantitative', title: axis, scale: { zero: false } };
  const color = { field: 'side', type: 'nominal', scale: { domain: sides, range: HUES.slice(0, sides.length) }, legend };
  const shape = { field: 'side', type: 'nominal', scale: { domain: sides, range: ['circle', 'diamond', 'square'] }, legend };
  const only = (row: 'run' | 'event'): readonly object[] => [{ filter: `datum.row === '${row}'` }];
  const rule = { type: 'rule', color: INK.axis, strokeDash: [4, 3] };
  const text = { type: 'text', align: 'left', baseline: 'top', dx: 4, color: INK.quiet, fontSize: 11 };
  const layer = [
    ...(events.length === 0
      ? []
      : [
          { transform: only('event'), mark: rule, encoding: { x } },
          { transform: only('event'), mark: text, encoding: { x, y: { value: 0 }, text: { field: 'kind' } } },
        ]),
    {
      transform: only('run'),
      mark: { type: 'rule', strokeWidth: 3, opacity: 0.4 },
      encoding: { x, y: { ...y, field: 'q1' }, y2: { field: 'q3' }, color },
    },
    { transform: only('run'), mark: { type: 'point', filled: true, size: 70, opacity: 1 }, encoding: { x, y, color, shape } },
  ];
  const rows = [
    ...runs.map(({ at, ...run }) => ({ row: 'run', at: isoTime(at), ...run })),
    ...events.map(({ at, kind }) => ({ row: 'event', at: isoTime(at), kind })),
  ];
  return { kind: 'figure', ...block, spec: { width: WIDTH, height: 220, layer }, rows };
}
