import type { ResourceRow } from '../rows.ts';
import type { StoreReader } from '../api.ts';
import { isAlive } from '../session.ts';
import type { Database } from '../sqlite.ts';
import { RESOURCE_COLUMNS } from './resource-rows.ts';

type Slots = Awaited<ReturnType<StoreReader['slots']>>;
type Open = ResourceRow & { readonly sessionUid: string; readonly ended: number };

/** Slots of cron entries, and the part of the ledger that is not gone. */
export function planReader(db: Database, sessionsDir: string, own: readonly string[]) {
  const slots = db.prepare(
    `select s.due_at as dueAt, s.state, r.uid as run from schedules c join slots s on s.schedule = c.id left join runs r on r.id = s.run
     where c.key = ? and s.due_at >= ? and s.due_at < ? order by s.due_at, c.id`,
  );
  const open = db.prepare(
    `select ${RESOURCE_COLUMNS}, e.uid as sessionUid, e.ended_at is not null as ended
     from resources x join runs r on r.id = x.run join sessions e on e.id = r.session where x.state <> 'gone' order by x.id`,
  );
  return {
    slots: (schedule: string, from: number, to: number) => slots.all(schedule, from, to) as Slots,
    async openResources(): Promise<Awaited<ReturnType<StoreReader['openResources']>>> {
      const rows = (open.all() as Open[]).map(({ sessionUid, ended, ...row }) => ({ row, sessionUid, ended }));
      const alive = new Map<string, boolean>();
      for (const { sessionUid, ended } of rows) {
        if (!alive.has(sessionUid)) alive.set(sessionUid, ended === 0 && (await isAlive(sessionsDir, sessionUid, own)));
      }
      return rows.map(({ row, sessionUid }) => ({ ...row, sessionUid, sessionAlive: alive.get(sessionUid) === true }));
    },
  };
}
