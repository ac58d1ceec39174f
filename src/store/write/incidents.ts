import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { evidencePins } from './pins.ts';

export function incidentWriter(db: Database) {
  const pins = evidencePins(db);
  // The same outage read twice is one incident; and a subject has one open incident of a kind at most.
  const find = db
    .prepare(
      `select id from incidents where subject = @subject and kind = @kind and (first_bad_at = @firstBadAt or closed_at is null)
       order by first_bad_at = @firstBadAt desc limit 1`,
    )
    .pluck();
  const add = db.prepare(
    `insert into incidents(subject, kind, last_ok_at, first_bad_at, last_bad_at, first_ok_at, closed_at)
     values (@subject, @kind, @lastOkAt, @firstBadAt, @lastBadAt, @firstOkAt, @closedAt)`,
  );
  const update = db.prepare(
    `update incidents set last_ok_at = coalesce(last_ok_at, @lastOkAt), last_bad_at = max(last_bad_at, @lastBadAt),
       first_ok_at = coalesce(@firstOkAt, first_ok_at), closed_at = coalesce(closed_at, @closedAt) where id = @id`,
  );

  const incident = db.transaction((seen: Args<'incident'>[0]): number => {
    pins.outage(seen.subject, seen.firstBadAt, seen.lastBadAt);
    const id = find.get(seen) as number | undefined;
    if (id === undefined) return Number(add.run(seen).lastInsertRowid);
    update.run({ ...seen, id });
    return id;
  });
  return { incident: (seen: Args<'incident'>[0]): number => incident.immediate(seen) };
}
