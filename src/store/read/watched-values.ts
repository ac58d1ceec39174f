import type { StoreReader } from '../api.ts';
import type { UnitMedianRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';

/** Done runs: up to the instant and row id of an end, or after them. Units of what is measured on instances, not of looks. */
const UNITS = `select r.id as run, r.uid as runUid, r.started_at as startedAt, r.ended_at as endedAt, x.series, x.instance, x.median, m.name as metric,
    e.tags, t.name as target
  from runs r join unit_stats x on x.run = r.id join series e on e.id = x.series join metrics m on m.id = e.metric join targets t on t.id = e.target
  where r.state = 'done' and x.median is not null and exists (select 1 from subject_series u join subjects s on s.id = u.subject
    where u.series = x.series and s.kind in ('job', 'phase', 'api_call'))`;

type Flat = Omit<UnitMedianRow, 'tags'> & { readonly tags: string };

/** The newest values of one series, for whoever begins to watch it. */
export function watchedValues(db: Database) {
  const looks = db
    .prepare(
      `select at, value from (select s.at, s.value, s.obs, s.n from samples s join observations o on o.id = s.obs
         where s.series = @series and s.value is not null and s.obs <= @upTo and s.at <= @until and o.run is null and o.attempt = 0 and o.outcome in (0, 1)
         order by s.at desc, s.obs desc, s.n desc limit @limit) order by at, obs, n`,
    )
    .raw();
  const unitsAfter = db.prepare(
    `with units as (${UNITS} and (r.ended_at, r.id) > (@endedAt, @run))
     select * from units where run in (select run from units group by run order by max(endedAt), run limit @limit)
     order by endedAt, run, series, instance`,
  );
  const unitsOf = db.prepare(
    `select * from (${UNITS} and x.series = @series and (r.ended_at, r.id) <= (@endedAt, @run)
       order by r.ended_at desc, r.id desc, x.instance desc limit @limit) order by endedAt, run, instance`,
  );
  return {
    looks: (filter: Parameters<StoreReader['looks']>[0]): Awaited<ReturnType<StoreReader['looks']>> => {
      const rows = looks.all(filter) as [number, number][];
      return { times: Float64Array.from(rows, ([at]) => at), values: Float64Array.from(rows, ([, value]) => value) };
    },
    unitMediansAfter: (end: Parameters<StoreReader['unitMediansAfter']>[0], limit: number): readonly UnitMedianRow[] =>
      (unitsAfter.all({ ...end, limit }) as Flat[]).map(whole),
    unitMediansOf: ({ series, upTo, limit }: Parameters<StoreReader['unitMediansOf']>[0]): readonly UnitMedianRow[] =>
      (unitsOf.all({ series, ...upTo, limit }) as Flat[]).map(whole),
  };
}

function whole({ tags, ...row }: Flat): UnitMedianRow {
  return { ...row, tags: JSON.parse(tags) as UnitMedianRow['tags'] };
}
