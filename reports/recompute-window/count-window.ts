import { normalQuantile } from '../../src/analysis/normal-distribution.ts';
import type { WindowPlan } from '../../src/store/window-rows.ts';
import type { Recipe, Selection } from '../document.ts';
import { wilsonBound } from '../recompute/order.ts';
import type { WindowSource } from './recompute-window.ts';
import { windowFilter, windowOf } from './window-filter.ts';
import { outagesIn, spansOf } from './window-outages.ts';

/** How many rows of a window a selection has. */
export async function countWindow(reader: WindowSource, recipe: Recipe): Promise<number> {
  const { of, against } = recipe;
  const window = windowOf(of);
  const isOwn = (row: { readonly target: string | null }): boolean =>
    of.target === undefined || row.target === null || row.target === of.target;
  switch (of.rows) {
    case 'samples':
      return reader.windowFigure(windowFilter(of), { kind: 'values' });
    case 'observations':
      return against === undefined ? reader.windowFigure(windowFilter(of), { kind: 'looks' }) : (await outside(reader, recipe)).part;
    case 'slots': {
      const { slots } = await reader.windowPlan(window);
      return slots.filter(({ schedule, state }) => schedule === of.kind && state === of.state).reduce((sum, { n }) => sum + n, 0);
    }
    case 'gaps':
      return gapsOf(await reader.windowPlan(window), of).length;
    case 'judgements':
      return (await reader.judgements({ from: window.from, to: window.to })).filter((row) => row.kind === of.kind && isOwn(row)).length;
    case 'runs':
      return (await reader.runs({})).filter(
        (row) => isOwn(row) && !(row.startedAt >= window.to) && !((row.endedAt ?? row.startedAt) < window.from),
      ).length;
    case 'findings': {
      const lies = (at: number | null): boolean => at !== null && at >= window.from && at < window.to;
      return (await reader.findings({})).filter(isOwn).filter(({ openedAt, closedAt }) => {
        if (of.state === 'opened') return lies(openedAt);
        return of.state === 'closed' ? lies(closedAt) : openedAt < window.to && !((closedAt ?? Infinity) < window.to);
      }).length;
    }
    case 'events':
    case 'executions':
    case 'instances':
    case 'resources':
    case 'series':
    case 'incidents':
      // No report counts them in a window.
      return Number.NaN;
  }
}

/** Part of the known looks outside outages that `of` is, with the bound of its score interval. */
export async function shareOfWindow(reader: WindowSource, recipe: Recipe): Promise<number> {
  const { part, whole } = await outside(reader, recipe);
  const { bound } = recipe;
  return bound === undefined ? part / whole : wilsonBound(part, whole, bound.side, normalQuantile(1 - (1 - bound.level) / 2));
}

/** All looks of a kind less those within the outages, counted by SQL span by span. */
async function outside(
  reader: WindowSource,
  { of, against, parameters }: Recipe,
): Promise<{ readonly part: number; readonly whole: number }> {
  const whole = against ?? of;
  const window = windowOf(whole);
  const spans = spansOf(await outagesIn(reader, whole, parameters), window);
  const counted = async (selection: Selection): Promise<number> => {
    let sum = await reader.windowFigure(windowFilter(selection), { kind: 'looks' });
    for (const span of spans) sum -= await reader.windowFigure(windowFilter(selection, span), { kind: 'looks' });
    return sum;
  };
  return { part: await counted(of), whole: await counted({ ...whole, outcomes: ['ok', 'slow', 'failed'] }) };
}

/** `subject` names the schedule: a probe, or none for gaps of all. */
export function gapsOf({ gaps }: WindowPlan, { kind, subject, observer }: Selection): WindowPlan['gaps'] {
  const key = subject?.key === '' ? null : subject?.key;
  return gaps.filter(
    (gap) =>
      (kind ?? gap.reason) === gap.reason && (key === undefined || gap.schedule === key) && (observer ?? gap.observer) === gap.observer,
  );
}
