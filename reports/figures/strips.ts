import type { Outcome } from '../../src/core/outcome.ts';
import type { Look } from '../../src/analysis/types.ts';
import { isoTime } from '../../src/core/units.ts';
import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

export interface DrawnSubject {
  readonly name: string;
  /** In time order. */
  readonly looks: readonly Look[];
  /** Zero of its time axis, µs since 1970. */
  readonly startAt: number;
}

const OUTCOMES: readonly Outcome[] = ['ok', 'slow', 'failed', 'unknown'];
/** Height says it too, for those who cannot tell the colours apart: what failed stands taller. */
const COLOURS = [HUES[2], HUES[1], INK.bad, INK.axis];

/**
 * A strip for each subject along the time since the start: what every look found. Looks in a row with one outcome are one piece
 * that reaches to the next look.
 */
export function stripsFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string },
  subjects: readonly DrawnSubject[],
): FigureBlock {
  const rows = subjects.flatMap((subject) => pieces(subject));
  const seen = OUTCOMES.filter((outcome) => rows.some((row) => row['outcome'] === outcome));
  const color = {
    field: 'outcome',
    type: 'nominal',
    scale: { domain: seen, range: seen.map((outcome) => COLOURS[OUTCOMES.indexOf(outcome)]) },
    legend: { title: 'Look', symbolType: 'square' },
  };
  const layer = seen.map((outcome) => ({
    transform: [{ filter: `datum.outcome === '${outcome}'` }],
    mark: { type: 'rect', height: outcome === 'failed' ? 20 : 9, opacity: 1 },
    encoding: {
      x: { field: 'from', type: 'quantitative', title: 'Time since the start [s]', axis: { grid: false } },
      x2: { field: 'to' },
      y: { field: 'subject', type: 'nominal', title: null, sort: subjects.map(({ name }) => name), axis: { labelLimit: 260 } },
      color,
    },
  }));
  return { kind: 'figure', ...figure, spec: { width: WIDTH - 60, height: Math.max(60, subjects.length * 34), layer }, rows };
}

function pieces({ name: subject, looks, startAt }: DrawnSubject): readonly FigureRow[] {
  const rows: { subject: string; outcome: Outcome; from: number; to: number; looks: number; firstAt: string }[] = [];
  const seconds = (at: number): number => (at - startAt) / 1e6;
  const usual = looks.length < 2 ? 1 : ((looks.at(-1) as Look).at - (looks[0] as Look).at) / 1e6 / (looks.length - 1);
  for (const [index, look] of looks.entries()) {
    const next = looks[index + 1];
    // A pause much longer than usual is no look: the strip stays empty there.
    const until = next === undefined || (next.at - look.at) / 1e6 > 3 * usual ? seconds(look.at) + usual : seconds(next.at);
    const last = rows.at(-1);
    if (last !== undefined && last.outcome === look.outcome && Math.abs(last.to - seconds(look.at)) < 1e-6) {
      last.to = until;
      last.looks += 1;
    } else {
      rows.push({ subject, outcome: look.outcome, from: seconds(look.at), to: until, looks: 1, firstAt: isoTime(look.at) });
    }
  }
  return rows;
}
