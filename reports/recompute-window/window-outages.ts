import type { WindowReader } from '../../src/store/window-reader.ts';
import type { NearLook, Window, WindowPlan } from '../../src/store/window-rows.ts';
import type { Recipe, Selection } from '../document.ts';
import { hidden, kindOf, type Kind } from '../recompute/available-share.ts';
import { outageRuns, type OutageRun } from '../recompute/outage-runs.ts';
import { windowFilter, windowOf } from './window-filter.ts';

/** Without a run of its own, each look belongs to the same one. */
type Row = NearLook & { readonly runId: null };

interface Found {
  readonly rows: readonly Row[];
  readonly outages: readonly OutageRun[];
}

/** Outages of one subject, from the looks that SQL picked: those that failed, and their neighbours. */
export async function outagesIn(reader: WindowReader, whole: Selection, rule: Recipe['parameters']): Promise<Found> {
  const [openAfter, closeAfter] = [Number(rule?.['openAfter']), Number(rule?.['closeAfter'])];
  const { outcomes: _, code: __, ...every } = whole;
  const looks = await reader.looksNear(windowFilter(every), Number.isNaN(closeAfter) ? 1 : closeAfter);
  const rows = looks.map((look): Row => ({ ...look, runId: null }));
  return { rows, outages: Number.isNaN(openAfter) ? [] : outageRuns(rows, openAfter, closeAfter) };
}

/** First and last failure of each outage, µs; the end of the window for one that is open. */
export function spansOf({ rows, outages }: Found, { to }: Window): readonly Window[] {
  const at = (index: number | undefined): number => rows[index as number]?.at ?? Number.NaN;
  return outages.map(({ failures, ended }) => ({ from: at(failures[0]), to: ended ? at(failures.at(-1)) + 1 : to }));
}

/** Seconds of observed time by what the looks say of it, stretch by stretch from one look to the next, within a part of the window. */
export async function observedTimes(reader: WindowReader, { of, against, parameters }: Recipe): Promise<Readonly<Record<Kind, number>>> {
  const whole = against ?? of;
  const found = await outagesIn(reader, whole, parameters);
  const gaps = ownGaps((await reader.windowPlan(windowOf(whole))).gaps, whole);
  const part = windowOf(of);
  const times: Record<Kind, number> = { up: 0, down: 0, perhaps: 0 };
  for (const [index, row] of found.rows.entries()) {
    const next = found.rows[index + 1];
    if (next === undefined || row.outcome === 'unknown' || next.outcome === 'unknown') continue;
    const [from, to] = [Math.max(row.at, part.from), Math.min(next.at, part.to)];
    if (to > from) times[kindOf(found.rows, index, found.outages)] += (to - from - hidden(gaps, from, to)) / 1e6;
  }
  return times;
}

export function ownGaps(gaps: WindowPlan['gaps'], { subject, observer }: Selection): WindowPlan['gaps'] {
  return gaps.filter((gap) => (observer ?? gap.observer) === gap.observer && (gap.schedule === null || gap.schedule === subject?.key));
}
