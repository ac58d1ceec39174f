import { groupBy } from '../../src/analysis/group-by.ts';
import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

export interface DrawnPart {
  readonly instance: string;
  readonly phase: string;
  /** Seconds from the order; what came before in the same instance is below it. */
  readonly from: number;
  readonly to: number;
  /** It stands out among its peers. */
  readonly outlier: boolean;
}

/** One bar an instance, its phases one after the other; a phase that stands out has an outline and is named at its end. */
export function phaseBarsFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  parts: readonly DrawnPart[],
): FigureBlock {
  const instances = [...new Set(parts.map(({ instance }) => instance))];
  const phases = [...new Set(parts.map(({ phase }) => phase))];
  const y = { field: 'instance', type: 'nominal', title: 'Instance', sort: instances, axis: { grid: false } };
  const x = { field: 'from', type: 'quantitative', title: 'Time since the order [s]', scale: { zero: true } };
  const scale = { domain: phases, range: phases.map((_, index) => HUES[index % HUES.length] as string) };
  const color = { field: 'phase', type: 'nominal', scale, legend: { title: 'Phase', symbolType: 'square' } };
  const step = instances.length > 20 ? 16 : 24;
  const height = step - 6;
  const only = (row: 'part' | 'named'): readonly object[] => [{ filter: `datum.row === '${row}'` }];
  const out = [{ filter: "datum.row === 'part' && datum.outlier" }];
  const bar = { type: 'bar', height, stroke: INK.paper, strokeWidth: 1 };
  const outlined = { type: 'bar', filled: false, height, stroke: INK.bad, strokeWidth: 2.5 };
  const named = { type: 'text', align: 'left', baseline: 'middle', dx: 5, color: INK.bad, fontSize: 11, fontWeight: 'bold' };
  const layer = [
    { transform: only('part'), mark: bar, encoding: { y, x, x2: { field: 'to' }, color } },
    ...(parts.some(({ outlier }) => outlier)
      ? [
          { transform: out, mark: outlined, encoding: { y, x, x2: { field: 'to' } } },
          { transform: only('named'), mark: named, encoding: { y, x: { ...x, field: 'to' }, text: { field: 'phase' } } },
        ]
      : []),
  ];
  const spec = { width: WIDTH - 40, height: Math.max(80, instances.length * step), layer };
  return { kind: 'figure', ...figure, spec, rows: [...parts.map((part) => ({ row: 'part', ...part })), ...names(parts)] };
}

/** At the end of each bar what stands out in it. */
function names(parts: readonly DrawnPart[]): readonly FigureRow[] {
  return [...groupBy(parts, ({ instance }) => instance)].flatMap(([instance, own]): readonly FigureRow[] => {
    const phases = own.filter(({ outlier }) => outlier).map(({ phase }) => phase);
    const to = Math.max(...own.map((part) => part.to));
    return phases.length === 0 ? [] : [{ row: 'named', instance, phase: phases.join(', '), to }];
  });
}
