import { parentPort, workerData } from 'node:worker_threads';
import { holdSession } from './session.ts';
import { guardedMethods } from './guarded-methods.ts';
import { openDatabase } from './open-database.ts';
import { storeError } from './store-error.ts';
import { serveThread } from './thread.ts';
import { baselineWriter } from './write/baselines.ts';
import { expiryWriter } from './write/expiry.ts';
import { findingWriter } from './write/findings.ts';
import { importWriter } from './write/imports.ts';
import { incidentWriter } from './write/incidents.ts';
import { judgementWriter } from './write/judgements.ts';
import { names } from './write/names.ts';
import { observationWriter } from './write/observations.ts';
import { outboxWriter } from './write/outbox.ts';
import { registerWriter } from './write/register.ts';
import { resourceWriter } from './write/resources.ts';
import { runWriter } from './write/runs.ts';
import { scheduleWriter } from './write/schedule.ts';
import { seriesBook } from './write/series.ts';
import { openSession, sessionWriter, type Opening } from './write/sessions.ts';
import { ticketWriter } from './write/tickets.ts';
import { unitStatsWriter } from './write/unit-stats.ts';

export interface WriterOptions extends Opening {
  readonly file: string;
  readonly sessionsDir: string;
  /** The store does not grow beyond this. */
  readonly maxBytes?: number;
}

async function openWriterThread(options: WriterOptions) {
  const lock = await holdSession(options.sessionsDir, options.sessionUid);
  try {
    const db = await openDatabase(options.file, 'write');
    if (options.maxBytes !== undefined) {
      db.pragma(`max_page_count = ${Math.floor(options.maxBytes / (db.pragma('page_size', { simple: true }) as number))}`);
    }
    const { storeUid, session, observer } = openSession(db, options);
    const own = { id: session, uid: options.sessionUid };
    const known = names(db, observer);
    const series = seriesBook(db, observer, known);
    const { summariseRun } = unitStatsWriter(db);
    const sessions = sessionWriter(db, own, options.sessionsDir);
    const register = registerWriter(db, known);
    const methods = {
      ...observationWriter(db, session, known, series),
      ...runWriter(db, session, known),
      ...resourceWriter(db),
      ...scheduleWriter(db, session, observer),
      ...findingWriter(db, known, options.observer.name),
      ...register,
      ...outboxWriter(db, own.uid, options.sessionsDir),
      ...ticketWriter(db, register.changeFinding),
      ...incidentWriter(db),
      ...importWriter(db, own, options.sessionsDir, known, series),
      judge: judgementWriter(db).judge,
      ...baselineWriter(db, summariseRun),
      ...expiryWriter(db, summariseRun),
      summariseRun,
      buryDead: sessions.buryDead,
      close(at: number, reason: string): void {
        try {
          sessions.endSession(at, reason);
        } finally {
          db.close();
          lock.release();
        }
      },
    };
    // Ids of rows that were rolled back are forgotten.
    return { opened: { storeUid, session: own }, methods: guardedMethods(methods, options.file, known.forget) };
  } catch (error) {
    lock.release();
    throw storeError(error, options.file);
  }
}

type Opened = Awaited<ReturnType<typeof openWriterThread>>;
export type WriterMethods = Opened['methods'];
export type WriterOpened = Opened['opened'];

serveThread(parentPort, () => openWriterThread(workerData as WriterOptions));
