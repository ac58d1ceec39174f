import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { instanceScales } from './instance-colours.ts';
import { INK, WIDTH } from './theme.ts';

/** One job: `value` in seconds, null where it failed. */
interface DrawnJob {
  readonly job: number;
  readonly value: number | null;
  readonly instance: string;
}

/** The jobs of one side: a run, or the before or after of a comparison. */
export interface DrawnSide {
  readonly name: string;
  readonly jobs: readonly DrawnJob[];
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/**
 * Every job in start order against its time from zero: colour by instance, line at the median, band from quartile to quartile,
 * a cross on the axis where a job failed. Two sides stand side by side on one scale.
 */
export function jobByJobFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  sides: readonly DrawnSide[],
): FigureBlock {
  const labels = [...new Set(sides.flatMap(({ jobs }) => jobs.map(({ instance }) => instance)))].toSorted(byNumber);
  const rows = sides.flatMap(({ name, jobs, median, q1, q3 }): FigureRow[] => [
    ...jobs.map(({ job, value, instance }) => ({ side: name, row: value === null ? 'failed' : 'job', job, seconds: value, instance })),
    { side: name, row: 'quartiles', job: null, seconds: median, instance: null, q1, q3 },
  ]);
  const layered = {
    layer: layers(
      labels,
      rows.some(({ row }) => row === 'failed'),
    ),
  };
  const many = sides.length > 1;
  const size = { width: many ? Math.floor((WIDTH - 20) / sides.length) : WIDTH, height: 260 };
  const facet = { facet: { column: { field: 'side', type: 'nominal', title: null, sort: sides.map(({ name }) => name) } } };
  return { kind: 'figure', ...figure, spec: many ? { ...facet, spec: { ...size, ...layered } } : { ...size, ...layered }, rows };
}

const only = (row: 'job' | 'failed' | 'quartiles'): readonly object[] => [{ filter: `datum.row === '${row}'` }];

function layers(labels: readonly string[], failures: boolean): readonly object[] {
  const scales = instanceScales(labels);
  const x = {
    field: 'job',
    type: 'quantitative',
    title: 'Job number, in start order',
    axis: { format: 'd', tickMinStep: 1, grid: false },
    scale: { zero: false, nice: false, padding: 10 },
  };
  const y = { field: 'seconds', type: 'quantitative', title: 'Time of a job [s]', scale: { zero: true } };
  const legend = { title: 'Instance', columns: Math.ceil(labels.length / 14) };
  const cross = {
    transform: only('failed'),
    mark: { type: 'point', shape: 'cross', angle: 45, size: 110, filled: true, color: INK.bad, opacity: 1 },
    encoding: { x, y: { datum: 0 } },
  };
  return [
    {
      transform: only('quartiles'),
      mark: { type: 'rect', color: INK.band, opacity: 0.28 },
      encoding: { y: { ...y, field: 'q1' }, y2: { field: 'q3' } },
    },
    { transform: only('quartiles'), mark: { type: 'rule', color: INK.text, strokeWidth: 1.5 }, encoding: { y } },
    {
      transform: only('job'),
      mark: { type: 'point', filled: true, size: 48, opacity: 0.92 },
      encoding: {
        x,
        y,
        color: { field: 'instance', type: 'nominal', scale: scales.color, legend },
        shape: { field: 'instance', type: 'nominal', scale: scales.shape, legend },
      },
    },
    ...(failures ? [cross] : []),
  ];
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
