import type { FigureBlock, Inline } from '../document.ts';
import { instanceScales } from './instance-colours.ts';
import { INK, WIDTH } from './theme.ts';

export interface DrawnPhase {
  readonly phase: string;
  readonly instance: string;
  readonly seconds: number;
  readonly outlier: boolean;
}

/** The phases of renting, one line each in their order; a point for each instance, a ring around what stands out. */
export function phasesFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  values: readonly DrawnPhase[],
): FigureBlock {
  const phases = [...new Set(values.map(({ phase }) => phase))];
  const labels = [...new Set(values.map(({ instance }) => instance))].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const scales = instanceScales(labels);
  const y = { field: 'phase', type: 'nominal', title: null, sort: phases, axis: { grid: true } };
  const x = { field: 'seconds', type: 'quantitative', title: 'Time of the phase [s]', scale: { zero: true }, axis: { tickCount: 8 } };
  const legend = { title: 'Instance', columns: Math.ceil(labels.length / 8) };
  const ring = {
    transform: [{ filter: 'datum.outlier' }],
    mark: { type: 'point', filled: false, size: 260, strokeWidth: 2, color: INK.bad, opacity: 1 },
    encoding: { x, y },
  };
  const spec = {
    width: WIDTH - 40,
    height: Math.max(120, phases.length * 30),
    layer: [
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 0.85 },
        encoding: {
          x,
          y,
          color: { field: 'instance', type: 'nominal', scale: scales.color, legend },
          shape: { field: 'instance', type: 'nominal', scale: scales.shape, legend },
        },
      },
      ...(values.some(({ outlier }) => outlier) ? [ring] : []),
    ],
  };
  return { kind: 'figure', ...figure, spec, rows: values.map((value) => ({ ...value })) };
}
