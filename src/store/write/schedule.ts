import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';

/** What became of the plan: slots of cron entries, and stretches in which nothing was measured. */
export function scheduleWriter(db: Database, session: number, observer: number) {
  const current = db.prepare('select id, spec from schedules where key = ? and valid_to is null');
  const planned = db.prepare('select c.id from schedules c join slots s on s.schedule = c.id where c.key = ? and s.due_at = ?').pluck();
  const close = db.prepare('update schedules set valid_to = ? where id = ?');
  const open = db.prepare(`insert into schedules(key, kind, spec, valid_from) values (?, 'cron', ?, ?)`);
  // A slot that was settled keeps its state; one that was missed may still be made up for.
  const addSlot = db.prepare(
    `insert into slots(schedule, due_at, session, run, state) values (?, ?, ?, ?, ?)
     on conflict(schedule, due_at) do update set state = excluded.state, run = coalesce(excluded.run, run), session = excluded.session
     where slots.state in ('running', 'missed')`,
  );
  const addGap = db.prepare('insert into gaps(observer, session, schedule, from_at, to_at, ticks, reason) values (?, ?, ?, ?, ?, ?, ?)');
  const scheduleOf = (key: string, spec: string, at: number): number => {
    const row = current.get(key) as { id: number; spec: string } | undefined;
    if (row?.spec === spec) return row.id;
    if (row !== undefined) close.run(at, row.id);
    return Number(open.run(key, spec, at).lastInsertRowid);
  };
  const recordSlot = db.transaction(({ schedule: key, spec, dueAt, run, state }: Args<'recordSlot'>[0]) => {
    // A slot stays with the spec that planned it, also when it is settled after a change.
    const schedule = (planned.get(key, dueAt) as number | undefined) ?? scheduleOf(key, spec, dueAt);
    addSlot.run(schedule, dueAt, session, run ?? null, state);
  });
  return {
    recordSlot: (slot: Args<'recordSlot'>[0]): void => recordSlot.immediate(slot),
    recordGap({ schedule, fromAt, toAt, ticks, reason }: Args<'recordGap'>[0]): void {
      addGap.run(observer, session, schedule, fromAt, toAt, ticks, reason);
    },
  };
}
