import type { Database } from '../sqlite.ts';
import { unitStatistics } from './unit-statistics.ts';

type Unit = { readonly series: number; readonly instance: number };

/**
 * The units of evidence of a run: one row for every series × instance (0 = not on an instance). Values are those of acts that ended ok or slow;
 * `failed` counts the failed first tries of the subjects that give the series.
 */
export function unitStatsWriter(db: Database) {
  const startOf = db.prepare('select started_at from runs where id = ?').pluck();
  const units = db.prepare(
    `select distinct u.series, coalesce(o.instance, 0) as instance from observations o join subject_series u on u.subject = o.subject
     join series r on r.id = u.series join instruments i on i.id = o.instrument and i.comparable = r.comparable where o.run = ?`,
  );
  const values = db
    .prepare(
      `select s.value from observations o join subject_series u on u.subject = o.subject and u.series = @series
       join samples s on s.series = u.series and s.at between coalesce(o.samples_from, o.at) and coalesce(o.samples_to, o.at) and s.obs = o.id
       where o.run = @run and coalesce(o.instance, 0) = @instance and o.outcome in (0, 1) and s.value is not null`,
    )
    .pluck();
  const failed = db
    .prepare(
      `select count(*) from observations o join subject_series u on u.subject = o.subject and u.series = @series
       where o.run = @run and coalesce(o.instance, 0) = @instance and o.outcome = 2 and o.attempt = 0`,
    )
    .pluck();
  const put = db.prepare(
    `insert into unit_stats(series, run, instance, at, n, failed, median, mad, q1, q3, mean, sd)
     values (@series, @run, @instance, @at, @n, @failed, @median, @mad, @q1, @q3, @mean, @sd)
     on conflict(series, run, instance) do update set at = excluded.at, n = excluded.n, failed = excluded.failed, median = excluded.median,
       mad = excluded.mad, q1 = excluded.q1, q3 = excluded.q3, mean = excluded.mean, sd = excluded.sd`,
  );
  const summarise = db.transaction((run: number) => {
    const at = startOf.get(run) as number;
    for (const { series, instance } of units.all(run) as Unit[]) {
      const key = { series, run, instance };
      const statistics = unitStatistics(values.all(key) as number[]);
      const failures = failed.get(key) as number;
      if (statistics.n > 0 || failures > 0) put.run({ ...key, at, failed: failures, ...statistics });
    }
  });
  return { summariseRun: (run: number): void => summarise.immediate(run) };
}
