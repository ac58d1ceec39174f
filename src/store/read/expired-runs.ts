import type { Database } from '../sqlite.ts';
import { OBSERVED_SAMPLES } from './observed-samples.ts';

/** Which runs hold less than they did. */
export function expiredRunsReader(db: Database) {
  // Units are summed up when a run ends, or before its first row goes, and never expire.
  const fewer = db
    .prepare(
      `with held as (
         select s.series, coalesce(o.instance, 0) as instance, count(*) as n from ${OBSERVED_SAMPLES}
         where o.run = @run and o.outcome in (0, 1) and s.value is not null group by 1, 2)
       select 1 from unit_stats u left join held h on h.series = u.series and h.instance = u.instance
       where u.run = @run and u.n > coalesce(h.n, 0) limit 1`,
    )
    .pluck();
  const idOf = db.prepare('select id from runs where uid = ?').pluck();
  const expired = db.transaction((uids: readonly string[]): readonly string[] =>
    uids.filter((uid) => {
      const run = idOf.get(uid) as number | undefined;
      return run !== undefined && fewer.get({ run }) !== undefined;
    }),
  );
  return { expiredRuns: (uids: readonly string[]): readonly string[] => expired.deferred(uids) };
}
