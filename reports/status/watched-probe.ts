import { availability, type Availability } from '../../src/analysis/availability.ts';
import { decisiveLooks, failuresOutside } from '../../src/analysis/look-columns.ts';
import { outages, type OutageRule } from '../../src/analysis/outages.ts';
import type { FailureShare, Look, Outage } from '../../src/analysis/types.ts';
import type { Window, WindowLooks, WindowPlan, WindowSubjectRow } from '../../src/store/window-rows.ts';
import type { Selection } from '../document.ts';
import { cellLength, cellsOf, DAY_US, lookCells, markedLooks, type LookCell, type MarkedLooks } from './cells.ts';
import { lostTicks } from './lost-ticks.ts';

/** A day (UTC), or the part of it that lies in the window. */
export interface WatchedDay extends LookCell {
  readonly availability: Availability;
}

export interface WatchRule extends OutageRule {
  /** null: the config has no such probe any more. */
  readonly everyMs: number | null;
}

/** What the looks at one probe say of a window. */
export interface WatchedProbe {
  readonly subject: WindowSubjectRow;
  readonly rule: WatchRule;
  /** Those that failed or say nothing, and their neighbours. */
  readonly decisive: readonly Look[];
  readonly all: LookCell;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly marked: MarkedLooks;
  /** Ticks that did not run. */
  readonly lost: number;
  readonly outages: readonly Outage[];
  readonly failures: FailureShare;
  readonly availability: Availability;
  readonly days: readonly WatchedDay[];
  /** For the figure. */
  readonly cells: readonly LookCell[];
  /** All its looks. */
  readonly selection: Selection;
}

interface Watched {
  readonly window: Window;
  readonly rule: WatchRule;
  readonly gaps: WindowPlan['gaps'];
}

/** Pure. Of each of the columns only counts and the looks that decide are kept. */
export function watchedProbe(subject: WindowSubjectRow, looks: WindowLooks, { window, rule, gaps }: Watched): WatchedProbe {
  const { key, kind, target, observer } = subject;
  const decisive = decisiveLooks(looks, rule.closeAfter);
  const found = outages(decisive, rule);
  const own = gaps.filter((gap) => gap.observer === observer && (gap.schedule === null || gap.schedule === key));
  const days = cellsOf(window, DAY_US);
  return {
    subject,
    rule,
    decisive,
    all: lookCells(looks, [window], found)[0] as LookCell,
    firstAt: looks.at[0] as number,
    lastAt: looks.at.at(-1) as number,
    marked: markedLooks(looks.marks),
    lost: own.filter(({ schedule }) => schedule === key).reduce((sum, gap) => sum + lostTicks(gap, window), 0),
    outages: found,
    failures: failuresOutside(looks, found),
    availability: availability(decisive, found, own),
    days: lookCells(looks, days, found).map((day) => ({ ...day, availability: availability(decisive, found, own, day) })),
    cells: lookCells(looks, cellsOf(window, cellLength(window)), found),
    selection: { rows: 'observations', runs: [], window, subject: { kind, key }, target, observer },
  };
}
