import type { FigureBlock, Inline } from '../document.ts';
import { HUES, SHAPES, WIDTH } from './theme.ts';

export interface DrawnClock {
  readonly group: string;
  /** GHz. */
  readonly clock: number;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/** Clock of the CPU against the median time of its jobs, a bar from quartile to quartile; one colour and shape a flavour. */
export function clockSweepFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  clocks: readonly DrawnClock[],
): FigureBlock {
  const groups = [...new Set(clocks.map(({ group }) => group))];
  const x = { field: 'clock', type: 'quantitative', title: 'Clock of the CPU by its name [GHz]', scale: { zero: false, padding: 20 } };
  const y = { field: 'median', type: 'quantitative', title: 'Time of a job [s]', scale: { zero: false } };
  const legend = { title: 'Flavour' };
  const hues = groups.map((_, index) => HUES[index % HUES.length] as string);
  const shapes = groups.map((_, index) => SHAPES[index % SHAPES.length] as string);
  const color = { field: 'group', type: 'nominal', scale: { domain: groups, range: hues }, legend };
  const shape = { field: 'group', type: 'nominal', scale: { domain: groups, range: shapes }, legend };
  const layer = [
    { mark: { type: 'rule', strokeWidth: 4, opacity: 0.4 }, encoding: { x, y: { ...y, field: 'q1' }, y2: { field: 'q3' }, color } },
    { mark: { type: 'point', filled: true, size: 90, opacity: 1 }, encoding: { x, y, color, shape } },
  ];
  return { kind: 'figure', ...figure, spec: { width: WIDTH - 60, height: 220, layer }, rows: clocks.map((clock) => ({ ...clock })) };
}
