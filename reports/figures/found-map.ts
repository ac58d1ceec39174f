import { isoTime } from '../../src/core/units.ts';
import type { FigureBlock, Inline } from '../document.ts';
import type { LookCell } from '../status/cells.ts';
import { calendarAxis } from './calendar-axis.ts';
import { HUES, INK, WIDTH } from './theme.ts';

const FOUND = ['all ok', 'some slow', 'some failed', 'outage', 'only unknown', 'no look'] as const;
const COLOURS = [HUES[2], HUES[6], HUES[1], INK.bad, HUES[3], INK.grid];
/** Height says it too, for those who cannot tell the colours apart. */
const HEIGHTS = [9, 9, 14, 20, 9, 4];

/** A row for each subject along the calendar: of every stretch the worst that its looks found. */
export function foundMapFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  subjects: readonly { readonly name: string; readonly cells: readonly LookCell[] }[],
): FigureBlock {
  const rows = subjects.flatMap(({ name, cells }) =>
    cells.map(({ from, to, ...cell }) => ({ subject: name, from: isoTime(from), to: isoTime(to), found: foundIn(cell), ...cell })),
  );
  const seen = FOUND.filter((found) => rows.some((row) => row.found === found));
  const axis = calendarAxis(subjects.flatMap(({ cells }) => cells));
  const color = {
    field: 'found',
    type: 'nominal',
    scale: { domain: seen, range: seen.map((found) => COLOURS[FOUND.indexOf(found)]) },
    legend: { title: 'Looks', symbolType: 'square' },
  };
  const layer = seen.map((found) => ({
    transform: [{ filter: `datum.found === '${found}'` }],
    mark: { type: 'rect', height: HEIGHTS[FOUND.indexOf(found)], opacity: 1 },
    encoding: {
      x: { field: 'from', ...axis },
      x2: { field: 'to' },
      y: { field: 'subject', type: 'nominal', title: null, sort: subjects.map(({ name }) => name), axis: { labelLimit: 200 } },
      color,
    },
  }));
  return { kind: 'figure', ...figure, spec: { width: WIDTH - 60, height: Math.max(60, subjects.length * 26), layer }, rows };
}

function foundIn({ looks, slow, failed, unknown, down }: Omit<LookCell, 'from' | 'to'>): (typeof FOUND)[number] {
  if (looks === 0) return 'no look';
  if (down > 0) return 'outage';
  if (failed > 0) return 'some failed';
  if (looks === unknown) return 'only unknown';
  return slow > 0 ? 'some slow' : 'all ok';
}
