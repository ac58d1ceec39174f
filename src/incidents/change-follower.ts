import { setImmediate } from 'node:timers/promises';
import { pushLook } from '../analysis/look-medians.ts';
import { SEARCH } from '../analysis/regimes/settings.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { metricOf } from '../core/metrics.ts';
import type { StoreReader, StoreWriter } from '../store/api.ts';
import type { ObservationRow, SampleRow } from '../store/rows.ts';
import { CHANGE_METHOD, changeResult } from './change-judgement.ts';
import { addPoint, openLooks, openRuns, runPoints } from './watched-series.ts';
import type { Opened, SeriesChange, SeriesName, WatchedSeries, WatchPorts } from './watched-series.ts';
import { groupBy } from '../analysis/group-by.ts';

export interface ChangePorts {
  readonly reader: Pick<StoreReader, 'follow' | 'lastObservationId' | 'looks' | 'unitMediansAfter' | 'unitMediansOf' | 'judgements'>;
  readonly journal: Pick<StoreWriter, 'judge'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A person wants to know. `judgement`: row id. */
  readonly tell: (change: SeriesChange & { readonly judgement: number }) => void;
}

/** Observations and runs a read, reads a look, series whose history is read in one look: the rest waits for the next. */
const BATCH = 1_000;
const BATCHES = 5;
const RUNS = 50;
const OPENED = 20;
/** Some 40 KB each. Series beyond are not watched. */
const MOST_SERIES = 2_000;
/** A look this much older than the newest is not late: the clock was stepped. */
const STEPPED_US = 3_600_000_000;
/** Runs that ended so long before the watch began are looked at once more. */
const RUNS_BACK_US = 86_400_000_000;

/**
 * Watches every series of the probes (outside runs) and of the jobs of runs for changes of level. An alarm of the CUSUM that
 * change-point detection confirms becomes one judgement of kind `change`. Its state is made of what is stored, so that a restart
 * tells nothing twice.
 */
export function createChangeFollower({ reader, journal, clock, log, tell }: ChangePorts): { look(): Promise<void> } {
  const series = new Map<string, WatchedSeries>();
  const unsaved: SeriesChange[] = [];
  let cursor: number | undefined;
  let run = { endedAt: clock.now() - RUNS_BACK_US, run: 0 };
  let [opened, unconfirmed, isFull] = [0, 0, false];
  const ports: WatchPorts = {
    reader,
    breathe: () => setImmediate(),
    unconfirmed: (name) => log.debug({ ...name, unconfirmed: (unconfirmed += 1) }, 'a series alarmed and no change was confirmed'),
  };

  /** undefined: there are too many. */
  const watchedAs = async (key: string, open: () => Promise<Opened>): Promise<WatchedSeries | undefined> => {
    const known = series.get(key);
    if (known !== undefined) return known;
    if (series.size >= MOST_SERIES) {
      if (!isFull) log.warn({ most: MOST_SERIES }, 'too many series: the newest are not watched for changes');
      isFull = true;
      return undefined;
    }
    const { watched, changes } = await open();
    series.set(key, watched);
    unsaved.push(...changes);
    opened += 1;
    return watched;
  };
  const add = async (watched: WatchedSeries | undefined, point: { at: number; value: number } | null): Promise<void> => {
    const change = watched === undefined || point === null ? null : await addPoint(watched, point, ports);
    if (change !== null) unsaved.push(change);
  };

  const followLooks = async (): Promise<void> => {
    cursor ??= await reader.lastObservationId();
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const rows = await reader.follow(cursor, BATCH);
      for (const { observation, samples } of rows) {
        if (opened >= OPENED) return;
        for (const sample of isLook(observation) ? samples.filter(isWatched) : []) {
          const key = `looks ${sample.series}`;
          // The clock was ahead and has been put right: what it showed then is left out.
          if (sample.at < (series.get(key)?.open.from ?? -Infinity) - STEPPED_US) series.delete(key);
          const upTo = { upTo: observation.id - 1, until: sample.at };
          const watched = await watchedAs(key, () => openLooks(nameOf(sample), upTo, ports));
          if (watched !== undefined) await add(watched, pushLook(watched.open, sample.at, sample.value as number));
        }
        cursor = observation.id;
      }
      if (rows.length < BATCH) return;
    }
  };
  const followRuns = async (): Promise<void> => {
    for (const ended of groupBy(await reader.unitMediansAfter(run, RUNS), (row) => row.run).values()) {
      for (const units of groupBy(ended, (row) => row.series).values()) {
        const [unit] = units;
        if (unit === undefined || !isTrend(unit.metric)) continue;
        const before = run;
        const watched = await watchedAs(`runs ${unit.series}`, () => openRuns(nameOf(unit), before, ports));
        for (const point of runPoints(units)) await add(watched, point);
      }
      const [first] = ended;
      if (first !== undefined) run = { endedAt: first.endedAt, run: first.run };
      if (opened >= OPENED) return;
    }
  };
  /** What cannot be stored now is tried again at the next look. */
  const save = async (): Promise<void> => {
    for (let [change] = unsaved; change !== undefined; [change] = unsaved) {
      const { name, moved, alarmAt } = change;
      const result = changeResult(moved, alarmAt);
      const judgement = await journal.judge({
        at: clock.now(),
        kind: 'change',
        series: name.series,
        baseline: null,
        method: CHANGE_METHOD,
        seed: SEARCH.seed,
        result,
      });
      unsaved.shift();
      tell({ ...change, judgement });
    }
  };
  return {
    async look() {
      opened = 0;
      await followLooks();
      await followRuns();
      await save();
    },
  };
}

/** Looks of a run are made under its load: they are not held against the others. */
function isLook({ subjectKind, attempt, runId, outcome }: ObservationRow): boolean {
  return subjectKind === 'probe' && attempt === 0 && runId === null && (outcome === 'ok' || outcome === 'slow');
}

function isWatched({ metric, value }: SampleRow): boolean {
  return value !== null && isTrend(metric);
}

function isTrend(metric: string): boolean {
  return metricOf(metric)?.kind === 'trend';
}

function nameOf({ series, metric, tags, target }: SeriesName): SeriesName {
  return { series, metric, tags, target };
}
