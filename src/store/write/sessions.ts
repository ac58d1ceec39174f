import type { ResourceRow } from '../rows.ts';
import { RESOURCE_COLUMNS } from '../read/resource-rows.ts';
import { forgetSession, isAlive } from '../session.ts';
import type { Database } from '../sqlite.ts';

export interface Opening {
  readonly sessionUid: string;
  readonly observer: { readonly name: string; readonly place: string | null; readonly uid: string };
  readonly kind: 'up' | 'run' | 'import';
  readonly version: string;
  readonly config: string;
  /** µs since 1970. */
  readonly startedAt: number;
  /** Becomes the store's uid if it has none yet. */
  readonly storeUid: string;
}

/** Writes down this life of the process. */
export function openSession(
  db: Database,
  opening: Opening,
): { readonly storeUid: string; readonly session: number; readonly observer: number } {
  const open = db.transaction(() => {
    const { observer, startedAt } = opening;
    db.prepare('insert into store_info(id, uid, created_at) values (1, ?, ?) on conflict do nothing').run(opening.storeUid, startedAt);
    db.prepare(
      'insert into observers(uid, name, place) values (@uid, @name, @place) on conflict(name) do update set place = excluded.place',
    ).run(observer);
    const observerId = db.prepare('select id from observers where name = ?').pluck().get(observer.name) as number;
    const { lastInsertRowid } = db
      .prepare(
        'insert into sessions(uid, observer, kind, version, config, started_at, beat_at) values (@sessionUid, @observerId, @kind, @version, @config, @startedAt, @startedAt)',
      )
      .run({ ...opening, observerId });
    const storeUid = db.prepare('select uid from store_info').pluck().get() as string;
    return { storeUid, session: Number(lastInsertRowid), observer: observerId };
  });
  return open.immediate();
}

type Dead = { readonly id: number; readonly uid: string; readonly beatAt: number };

/** The end of sessions: this one's, and that of those which could not say goodbye. */
export function sessionWriter(db: Database, own: { readonly id: number; readonly uid: string }, folder: string) {
  const open = db.prepare('select id, uid, beat_at as beatAt from sessions where ended_at is null and id <> ? order by id');
  const end = db.prepare('update sessions set ended_at = ?, end_reason = ? where id = ? and ended_at is null');
  const running = db.prepare(`select id, uid, started_at as startedAt from runs where session = ? and state = 'running' order by id`);
  const lastSeen = db.prepare('select max(at + took_us) from observations where run = ?').pluck();
  const abortRun = db.prepare(`update runs set state = 'aborted', ended_at = ? where id = ?`);
  const abortExecutions = db.prepare(
    `update executions set state = 'aborted', ended_at = max(started_at, ?) where run = ? and state = 'running'`,
  );
  const abortSlots = db.prepare(`update slots set state = 'aborted' where session = ? and state = 'running'`);
  // Also those of sessions that ended in order but left something: nobody else takes care of them.
  const leftovers = db.prepare(
    `select ${RESOURCE_COLUMNS} from resources x join runs r on r.id = x.run join sessions s on s.id = r.session
     where x.state <> 'gone' and s.ended_at is not null and s.id <> ? order by x.id`,
  );

  /** A run ended when it was last heard of, not when somebody noticed; exit stays null, since nobody saw one. */
  const finish = db.transaction((session: Dead, at: number, reason: string): string[] => {
    const runs = running.all(session.id) as { id: number; uid: string; startedAt: number }[];
    let last = session.beatAt;
    for (const run of runs) {
      const seen = Math.min(at, Math.max(session.beatAt, run.startedAt, (lastSeen.get(run.id) as number | null) ?? 0));
      abortRun.run(seen, run.id);
      abortExecutions.run(seen, run.id);
      last = Math.max(last, seen);
    }
    abortSlots.run(session.id);
    end.run(last, reason, session.id);
    return runs.map((run) => run.uid);
  });

  return {
    /** `at`: µs since 1970; a run that is still open is over now. */
    endSession(at: number, reason: string): void {
      finish.immediate({ id: own.id, uid: own.uid, beatAt: at }, at, reason);
    },
    buryDead: async (at: number): Promise<{ readonly runs: readonly string[]; readonly resources: readonly ResourceRow[] }> => {
      const runs: string[] = [];
      for (const session of open.all(own.id) as Dead[]) {
        if (await isAlive(folder, session.uid, [own.uid])) continue;
        runs.push(...finish.immediate(session, at, 'died'));
        forgetSession(folder, session.uid);
      }
      return { runs, resources: leftovers.all(own.id) as ResourceRow[] };
    },
  };
}
