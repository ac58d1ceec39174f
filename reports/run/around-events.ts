import { changePoints } from '../../src/analysis/change-points.ts';
import { compareUnits } from '../../src/analysis/compare.ts';
import { median } from '../../src/analysis/quantile.ts';
import { groupBy } from '../../src/analysis/group-by.ts';
import { unitsOf } from '../../src/analysis/select.ts';
import type { Comparison, Unit } from '../../src/analysis/types.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { EventRow, RunFacts, RunRow } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';
import type { MeasuredSeries } from './measured-series.ts';

/** A change of level that somebody's rule found. Instants µs since 1970. */
export interface NearChange {
  /** What moved: metric and tags. */
  readonly name: string;
  readonly since: number;
  /** The plausible instants of `since`. */
  readonly earliestAt: number;
  readonly latestAt: number;
  readonly direction: 'up' | 'down';
  /** Row id of the judgement; null for one that was found over the medians of the runs reported here. */
  readonly judgement: number | null;
}

/** One kind of job before and after an event: whole runs only. */
export interface AroundEvent {
  readonly event: EventRow;
  readonly series: MeasuredSeries;
  readonly before: SideOfEvent;
  readonly after: SideOfEvent;
  readonly worse: 'up' | 'down' | 'either';
  readonly comparison: Comparison;
}

export interface SideOfEvent {
  readonly units: readonly Unit[];
  /** null: there is no run on this side. */
  readonly selection: Selection | null;
}

/** µs: a change whose plausible instants come so close to an event is called near it. */
export const NEAR_US = 86_400e6;

export const RULE = { margin: 0.05, alpha: 0.05 } as const;

/** Runs that ended before the event against those that began after it; an event of one target only with its runs. */
export function aroundEvent(facts: RunFacts, event: EventRow, series: MeasuredSeries): AroundEvent {
  const own = facts.runs.filter(({ target }) => event.target === null || target === event.target);
  const before = sideOf(facts, own.filter(({ endedAt }) => endedAt !== null && endedAt <= event.at), series); // prettier-ignore
  const after = sideOf(facts, own.filter(({ startedAt }) => startedAt >= (event.until ?? event.at)), series); // prettier-ignore
  const worse = metricOf(series.metric)?.worse ?? 'either';
  const comparison = compareUnits(before.units, after.units, { ...RULE, claim: 'level', worse });
  return { event, series, before, after, worse, comparison };
}

function sideOf(facts: RunFacts, runs: readonly RunRow[], { metric, tags, comparable, selection }: MeasuredSeries): SideOfEvent {
  if (runs.length === 0) return { units: [], selection: null };
  const groups = unitsOf({ ...facts, runs }, { metric, tags }).filter((group) => group.comparable === comparable);
  return { units: groups.flatMap(({ units }) => units), selection: { ...selection, runs: runs.map(({ uid }) => uid) } };
}

/** Where the medians of the runs of a series moved, in the order of their starts. */
export function changesOfRuns({ rows, jobKind, metric }: MeasuredSeries): readonly NearChange[] {
  const runs = [...groupBy(rows, ({ run }) => run ?? '').values()].flatMap((own) => {
    const values = own.flatMap(({ value }) => (value === null || !Number.isFinite(value) ? [] : [value]));
    return values.length === 0 ? [] : [{ at: Math.min(...own.map(({ at }) => at)), median: median(values) }];
  });
  const ordered = runs.toSorted((a, b) => a.at - b.at);
  const times = Float64Array.from(ordered, ({ at }) => at);
  const found = changePoints({ times, values: Float64Array.from(ordered, (run) => run.median) });
  return found.changePoints.map(({ index, interval, effect, size }) => ({
    name: `${metric} ${jobKind}`,
    since: times[index] as number,
    earliestAt: times[interval.low] as number,
    latestAt: times[interval.high] as number,
    direction: size.value > (effect === 'ratio' ? 1 : 0) ? 'up' : 'down',
    judgement: null,
  }));
}

/** Whether the plausible instants of a change come within a day of the event. */
export function isNear({ earliestAt, latestAt }: NearChange, { at, until }: EventRow): boolean {
  return earliestAt <= (until ?? at) + NEAR_US && latestAt >= at - NEAR_US;
}
