import { parentPort, workerData } from 'node:worker_threads';
import type { ObservationRow, SampleRow } from './rows.ts';
import { guardedMethods } from './guarded-methods.ts';
import { openDatabase } from './open-database.ts';
import { baselineRows } from './read/baseline-rows.ts';
import { expiredRunsReader } from './read/expired-runs.ts';
import { factsReader } from './read/facts.ts';
import { findingReader } from './read/findings.ts';
import { incidentReader } from './read/incidents.ts';
import { judgementReader } from './read/judgements.ts';
import { leftOutLooks } from './read/left-out.ts';
import { observationReader } from './read/observations.ts';
import { outboxReader } from './read/outbox.ts';
import { planReader } from './read/plan.ts';
import { runReader } from './read/runs.ts';
import { sampleReader } from './read/samples.ts';
import { storedSeriesReader } from './read/stored-series.ts';
import { watchedValues } from './read/watched-values.ts';
import { windowFigures } from './read/window-figures.ts';
import { windowLooks } from './read/window-looks.ts';
import { windowPlan } from './read/window-plan.ts';
import { windowValues } from './read/window-values.ts';
import { serveThread } from './thread.ts';

export interface ReaderOptions {
  readonly file: string;
  readonly sessionsDir: string;
  /** Uids of sessions of this process. */
  readonly own: readonly string[];
}

type WithSamples = { readonly observation: ObservationRow; readonly samples: readonly SampleRow[] };

async function openReaderThread({ file, sessionsDir, own }: ReaderOptions) {
  const db = await openDatabase(file, 'read');
  const runs = runReader(db);
  const observations = observationReader(db);
  const samples = sampleReader(db);
  const findings = findingReader(db);
  const baselines = baselineRows(db);
  const leftOut = leftOutLooks(db);
  const withSamples = (observation: ObservationRow): WithSamples => ({ observation, samples: samples.ofObservation(observation.id) });
  // One snapshot each, so that expiry between two statements cannot take the samples of an observation that was just read.
  const follow = db.transaction((after: number, limit: number) => observations.after(after, limit).map(withSamples));
  const observation = db.transaction((id: number): WithSamples | undefined => {
    const row = observations.observation(id);
    return row && withSamples(row);
  });
  const methods = {
    run: runs.run,
    runs: runs.runs,
    campaigns: runs.campaigns,
    ...factsReader(db, { runs, findings }),
    ...expiredRunsReader(db),
    observation: (id: number) => observation.deferred(id),
    observations: observations.observations,
    samples: samples.samples,
    follow: (after: number, limit: number): readonly WithSamples[] => follow.deferred(after, limit),
    lastObservationId: observations.lastObservationId,
    lastLook: observations.lastLook,
    evidence: observations.evidence,
    findings: findings.findings,
    finding: findings.finding,
    ...outboxReader(db),
    ...incidentReader(db),
    ...judgementReader(db),
    ...watchedValues(db),
    events: findings.events,
    baseline: baselines.newest,
    baselines: baselines.all,
    ...planReader(db, sessionsDir, own),
    ...storedSeriesReader(db),
    ...windowLooks(db, leftOut),
    ...windowValues(db, leftOut),
    ...windowPlan(db),
    ...windowFigures(db),
    close: (): void => void db.close(),
  };
  return { opened: undefined, methods: guardedMethods(methods, file) };
}

export type ReaderMethods = Awaited<ReturnType<typeof openReaderThread>>['methods'];

serveThread(parentPort, () => openReaderThread(workerData as ReaderOptions));
