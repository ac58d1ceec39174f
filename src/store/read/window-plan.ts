import type { Database } from '../sqlite.ts';
import type { Window, WindowPlan } from '../window-rows.ts';

/** Gaps, slots and lives of the watch that touch a window. */
export function windowPlan(db: Database) {
  const gaps = db.prepare(
    `select g.id, g.from_at as fromAt, g.to_at as toAt, g.ticks, g.reason, g.schedule, b.name as observer
     from gaps g join observers b on b.id = g.observer where g.to_at >= ? and g.from_at < ? order by g.from_at, g.id`,
  );
  const slots = db.prepare(
    `select c.key as schedule, s.state, count(*) as n from slots s join schedules c on c.id = s.schedule
     where s.due_at >= ? and s.due_at < ? group by c.key, s.state order by c.key, s.state`,
  );
  const sessions = db.prepare(
    `select s.uid, b.name as observer, s.version, s.started_at as startedAt, s.ended_at as endedAt, s.end_reason as endReason
     from sessions s join observers b on b.id = s.observer
     where s.kind = 'up' and coalesce(s.ended_at, s.beat_at) >= ? and s.started_at < ? order by s.started_at, s.id`,
  );
  return {
    windowPlan: ({ from, to }: Window): WindowPlan => ({
      gaps: gaps.all(from, to) as WindowPlan['gaps'],
      slots: slots.all(from, to) as WindowPlan['slots'],
      sessions: sessions.all(from, to) as WindowPlan['sessions'],
    }),
  };
}
