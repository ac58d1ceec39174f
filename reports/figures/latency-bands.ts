import { isoTime } from '../../src/core/units.ts';
import type { FigureBlock, Inline } from '../document.ts';
import { calendarAxis } from './calendar-axis.ts';
import { HUES, WIDTH } from './theme.ts';

/** Values of one stretch of time, µs since 1970; seconds. */
interface BandCell {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A panel for each subject: the median of every stretch of time as a line, from the least to the greatest value as a band. */
export function latencyBandsFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  subjects: readonly { readonly name: string; readonly cells: readonly BandCell[] }[],
): FigureBlock {
  const rows = subjects.flatMap(({ name, cells }) =>
    cells.map(({ from, to, ...cell }) => ({ subject: name, at: isoTime(from), to: isoTime(to), ...cell })),
  );
  // A band of spikes over a level needs a logarithm; zero has none.
  const type = rows.every(({ min }) => min > 0) ? 'log' : 'linear';
  const x = { field: 'at', ...calendarAxis(subjects.flatMap(({ cells }) => cells)) };
  const y = {
    type: 'quantitative',
    title: 'Time [s]',
    scale: type === 'log' ? { type, nice: false } : { type, zero: false },
    axis: { tickCount: 4, format: '~g' },
  };
  const spec = {
    facet: { row: { field: 'subject', type: 'nominal', title: null, sort: subjects.map(({ name }) => name) } },
    resolve: { scale: { y: 'independent' } },
    spec: {
      width: WIDTH - 60,
      height: 90,
      layer: [
        {
          mark: { type: 'rule', color: HUES[0], opacity: 0.35, strokeWidth: 2 },
          encoding: { x, y: { ...y, field: 'min' }, y2: { field: 'max' } },
        },
        { mark: { type: 'line', color: HUES[1], strokeWidth: 1.5, point: { size: 12 } }, encoding: { x, y: { ...y, field: 'median' } } },
      ],
    },
  };
  return { kind: 'figure', ...figure, spec, rows };
}
