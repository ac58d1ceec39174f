import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { HUES, WIDTH } from './theme.ts';

export interface DrawnShares {
  readonly name: string;
  /** Seconds, in any order. */
  readonly values: readonly number[];
}

/** Steps that a curve is drawn with at most: more cannot be told apart at this width. */
const STEPS = 500;

/** For each time the share of the jobs that took no longer: one stepped line a side, solid, dashed, dotted. */
export function ecdfFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  sides: readonly DrawnShares[],
): FigureBlock {
  const names = sides.map(({ name }) => name);
  const many = names.length > 1;
  const scale = { domain: names, range: HUES.slice(0, names.length) };
  const dashes = {
    domain: names,
    range: [
      [1, 0],
      [7, 3],
      [2, 2],
    ].slice(0, names.length),
  };
  const legend = many ? { title: null } : null;
  const spec = {
    width: WIDTH,
    height: 220,
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
    encoding: {
      x: { field: 'seconds', type: 'quantitative', title: 'Time of a job [s]', scale: { zero: false, nice: true } },
      y: {
        field: 'share',
        type: 'quantitative',
        title: 'Share of the jobs',
        scale: { domain: [0, 1] },
        axis: { format: '%', tickCount: 5 },
      },
      color: { field: 'side', type: 'nominal', scale, legend },
      strokeDash: { field: 'side', type: 'nominal', scale: dashes, legend },
    },
  };
  return { kind: 'figure', ...figure, spec, rows: sides.flatMap((side) => steps(side)) };
}

/** The curve begins on the axis, at the least value. */
function steps({ name: side, values }: DrawnShares): readonly FigureRow[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [least] = sorted;
  if (least === undefined) return [];
  const n = sorted.length;
  const count = Math.min(n, STEPS);
  const ranks = [...new Set(Array.from({ length: count }, (_, index) => Math.ceil(((index + 1) * n) / count)))];
  return [{ side, seconds: least, share: 0 }, ...ranks.map((rank) => ({ side, seconds: sorted[rank - 1] as number, share: rank / n }))];
}
