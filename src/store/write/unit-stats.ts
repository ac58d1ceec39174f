import { OBSERVED_SAMPLES } from '../read/observed-samples.ts';
import type { Database } from '../sqlite.ts';
import { unitStatistics } from './unit-statistics.ts';

interface Unit {
  readonly series: number;
  readonly instance: number;
}

/**
 * The units of evidence of a run: one row for every series × instance (0 = not on an instance). Values are those of acts that
 * ended ok or slow; `failed` counts the first tries that failed, measured by the same instrument.
 */
export function unitStatsWriter(db: Database) {
  const startOf = db.prepare('select started_at from runs where id = ?').pluck();
  const values = db.prepare(
    `select s.series, coalesce(o.instance, 0) as instance, s.value from ${OBSERVED_SAMPLES}
     where o.run = ? and o.outcome in (0, 1) and s.value is not null`,
  );
  const failures = db.prepare(
    `select u.series, coalesce(o.instance, 0) as instance, count(*) as failed from observations o join subject_series u on u.subject = o.subject
     join series r on r.id = u.series join instruments i on i.id = o.instrument and i.comparable = r.comparable
     where o.run = ? and o.outcome = 2 and o.attempt = 0 group by 1, 2`,
  );
  const put = db.prepare(
    `insert into unit_stats(series, run, instance, at, n, failed, median, mad, q1, q3, mean, sd)
     values (@series, @run, @instance, @at, @n, @failed, @median, @mad, @q1, @q3, @mean, @sd)
     on conflict(series, run, instance) do update set at = excluded.at, n = excluded.n, failed = excluded.failed, median = excluded.median,
       mad = excluded.mad, q1 = excluded.q1, q3 = excluded.q3, mean = excluded.mean, sd = excluded.sd`,
  );
  const summarise = db.transaction((run: number) => {
    const at = startOf.get(run) as number;
    const units = new Map<string, Unit & { readonly values: number[]; failed: number }>();
    const unitOf = ({ series, instance }: Unit) => {
      const key = `${series} ${instance}`;
      const unit = units.get(key) ?? { series, instance, values: [], failed: 0 };
      units.set(key, unit);
      return unit;
    };
    for (const row of values.iterate(run) as IterableIterator<Unit & { value: number }>) unitOf(row).values.push(row.value);
    for (const row of failures.all(run) as (Unit & { failed: number })[]) unitOf(row).failed = row.failed;
    for (const { series, instance, failed, values: all } of units.values())
      put.run({ series, instance, run, at, failed, ...unitStatistics(all) });
  });
  return { summariseRun: (run: number): void => summarise.immediate(run) };
}
