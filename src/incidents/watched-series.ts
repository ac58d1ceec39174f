import { groupBy } from '../analysis/group-by.ts';
import { pushLook, startLookMedians, type LookMedians, type Point } from '../analysis/look-medians.ts';
import { POINTS_KEPT, startOnlineWatch, watchPoint, type OnlineWatch } from '../analysis/online-watch.ts';
import { median } from '../analysis/quantile.ts';
import type { Moved } from '../analysis/confirm-alarm.ts';
import type { StoreReader } from '../store/api.ts';
import type { UnitMedianRow } from '../store/rows.ts';
import { knownChanges } from './change-judgement.ts';

export interface SeriesName {
  /** Row id. */
  readonly series: number;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly target: string;
}

export interface WatchedSeries {
  readonly name: SeriesName;
  readonly watch: OnlineWatch;
  /** The stretch of looks that is not over; unused where the points are runs. */
  readonly open: LookMedians;
}

/** `alarmAt`: the point that raised the alarm, µs since 1970. */
export interface SeriesChange {
  readonly name: SeriesName;
  readonly moved: Moved;
  readonly alarmAt: number;
}

/** `changes`: what the values that were stored before tell. */
export interface Opened {
  readonly watched: WatchedSeries;
  readonly changes: readonly SeriesChange[];
}

export interface WatchPorts {
  readonly reader: Pick<StoreReader, 'looks' | 'unitMediansOf' | 'judgements'>;
  /** Gives others their turn: an alarm takes some milliseconds. */
  readonly breathe: () => Promise<unknown>;
  /** An alarm that change-point detection did not confirm. */
  readonly unconfirmed: (name: SeriesName) => void;
}

/** A week of looks every half minute, and some. */
const LOOKS_READ = 25_000;
const UNITS_READ = 10_000;
const JUDGEMENTS_READ = 20;

/** Rebuilds the watch of a series of looks from those up to observation `upTo` and the instant `until`. */
export async function openLooks(
  name: SeriesName,
  { upTo, until }: { readonly upTo: number; readonly until: number },
  ports: WatchPorts,
): Promise<Opened> {
  const { times, values } = await ports.reader.looks({ series: name.series, upTo, until, limit: LOOKS_READ });
  const open = startLookMedians();
  const points = [...times].flatMap((at, row) => pushLook(open, at, values[row] as number) ?? []);
  return replay(name, open, points, times.length === LOOKS_READ, ports);
}

/** Rebuilds the watch of a series of jobs, one point a run, from the runs up to that end. */
export async function openRuns(
  name: SeriesName,
  upTo: { readonly endedAt: number; readonly run: number },
  ports: WatchPorts,
): Promise<Opened> {
  const rows = await ports.reader.unitMediansOf({ series: name.series, upTo, limit: UNITS_READ });
  return replay(name, startLookMedians(), runPoints(rows), rows.length === UNITS_READ, ports);
}

/** The run is one look at the target: the median of the medians of its instances. Rows of a run lie together. */
export function runPoints(rows: readonly UnitMedianRow[]): readonly Point[] {
  return [...groupBy(rows, ({ run }) => run).values()].map((units) => {
    return { at: (units[0] as UnitMedianRow).startedAt, value: median(units.map((unit) => unit.median)) };
  });
}

/** One more point; null where it tells of no change. */
export async function addPoint({ name, watch }: WatchedSeries, { at, value }: Point, ports: WatchPorts): Promise<SeriesChange | null> {
  const raised = watchPoint(watch, at, value);
  if (raised === null) return null;
  if (raised.moved === null) ports.unconfirmed(name);
  await ports.breathe();
  return raised.moved === null ? null : { name, moved: raised.moved, alarmAt: at };
}

/** The same points give the same changes; those that are stored are known. Of a history that is cut off the first half only settles the watch. */
async function replay(name: SeriesName, open: LookMedians, points: readonly Point[], isCut: boolean, ports: WatchPorts): Promise<Opened> {
  const stored = await ports.reader.judgements({ kind: 'change', series: name.series, last: JUDGEMENTS_READ });
  const watched = { name, watch: startOnlineWatch(knownChanges(stored)), open };
  const newest = points.slice(-2 * POINTS_KEPT);
  const settled = isCut || newest.length < points.length ? newest.length / 2 : 0;
  const changes: SeriesChange[] = [];
  for (const [row, point] of newest.entries()) {
    const change = await addPoint(watched, point, ports);
    if (change !== null && row >= settled) changes.push(change);
  }
  return { watched, changes };
}
