import type { StoredSeriesRow, StoredSeriesValues } from '../rows.ts';
import type { Database } from '../sqlite.ts';

interface Flat {
  readonly at: number;
  readonly value: number | null;
  readonly outcome: number;
  readonly code: string | null;
  readonly tookUs: number;
  readonly machine: string | null;
}

const FAILED = 2;

/** Whole series, whoever measured them. */
export function storedSeriesReader(db: Database) {
  const all = db.prepare(
    `select r.id, m.name as metric, m.unit, t.name as target, r.comparable, r.tags, r.clock
     from series r join metrics m on m.id = r.metric join targets t on t.id = r.target
     where (@metric is null or m.name = @metric) and (@target is null or t.name = @target) order by m.name, t.name, r.tags, r.id`,
  );
  // A failed act of the same instrument that left no sample was a look at this series too. A host is where it was measured, else the instance.
  const rowsOf = db.prepare(
    `select coalesce(s.at, o.at) as at, s.value, o.outcome, o.code, o.took_us as tookUs,
       coalesce(c.name, i.host_key, case when i.id is null then null else n.uid || ' ' || i.ordinal end) as machine
     from series r join subject_series u on u.series = r.id join observations o on o.subject = u.subject
     join instruments k on k.id = o.instrument and k.comparable = r.comparable
     left join samples s on s.series = r.id and s.obs = o.id and s.at between coalesce(o.samples_from, o.at) and coalesce(o.samples_to, o.at)
     left join machines c on c.id = o.machine left join instances i on i.id = o.instance left join runs n on n.id = i.run
     where r.id = ? and o.attempt = 0 and (s.obs is not null or o.outcome = ${FAILED}) order by 1, o.id, s.n`,
  );
  return {
    storedSeries: ({ metric, target }: { metric?: string; target?: string }): readonly StoredSeriesRow[] =>
      (all.all({ metric: metric ?? null, target: target ?? null }) as (Omit<StoredSeriesRow, 'tags'> & { tags: string })[]).map((row) => ({
        ...row,
        tags: JSON.parse(row.tags) as StoredSeriesRow['tags'],
      })),
    seriesValues(series: number): StoredSeriesValues {
      const rows = rowsOf.all(series) as Flat[];
      const names = new Map<string, number>();
      const of = Float64Array.from(rows, ({ machine }) => {
        if (machine === null) return Number.NaN;
        const known = names.get(machine) ?? names.size;
        names.set(machine, known);
        return known;
      });
      return {
        at: Float64Array.from(rows, ({ at }) => at),
        values: Float64Array.from(rows, ({ value, outcome }) => (outcome === FAILED || value === null ? Number.NaN : value)),
        failures: rows.flatMap(({ outcome, code, tookUs }, index) => (outcome === FAILED ? [{ index, code, tookUs }] : [])),
        machines: names.size === 0 || of.some((place) => Number.isNaN(place)) ? null : { names: [...names.keys()], of },
      };
    },
  };
}
