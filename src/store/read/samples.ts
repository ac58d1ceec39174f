import type { StoreReader } from '../api.ts';
import type { SampleRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import { OBSERVED_SAMPLES } from './observed-samples.ts';
import { outcomeOf } from './observations.ts';

const COLUMNS = 's.obs, s.at, s.n, s.value, s.series, o.outcome, o.run as runId, o.instance as instanceId';
type Flat = Pick<SampleRow, 'obs' | 'at' | 'n' | 'value' | 'series' | 'runId' | 'instanceId'> & { readonly outcome: number };
type Series = Pick<SampleRow, 'metric' | 'tags' | 'comparable' | 'target'>;

export function sampleReader(db: Database) {
  const ofObservation = db.prepare(`select ${COLUMNS} from ${OBSERVED_SAMPLES} where o.id = ? order by s.at, s.series, s.n`);
  const ofMetric = db.prepare(
    `select ${COLUMNS} from metrics m cross join series r on r.metric = m.id join targets t on t.id = r.target
     cross join samples s on s.series = r.id and s.at >= @from and s.at < @to cross join observations o on o.id = s.obs
     where m.name = @metric and (@target is null or t.name = @target) order by s.at, s.obs, s.series, s.n limit @limit`,
  );
  const seriesById = db.prepare(
    `select m.name as metric, r.tags, r.comparable, t.name as target
     from series r join metrics m on m.id = r.metric join targets t on t.id = r.target where r.id = ?`,
  );
  // A series never changes, so it is read once; its tags are one object for all its samples.
  const known = new Map<number, Series>();
  const seriesOf = (id: number): Series => {
    let series = known.get(id);
    if (series === undefined) {
      const row = seriesById.get(id) as Omit<Series, 'tags'> & { tags: string };
      series = { ...row, tags: JSON.parse(row.tags) as Series['tags'] };
      known.set(id, series);
    }
    return series;
  };
  const whole = (row: Flat): SampleRow => ({ ...row, ...seriesOf(row.series), outcome: outcomeOf(row.outcome) });
  return {
    ofObservation: (id: number): readonly SampleRow[] => (ofObservation.all(id) as Flat[]).map(whole),
    samples: ({ from, to, metric, target, limit }: Parameters<StoreReader['samples']>[0]): readonly SampleRow[] => {
      return (ofMetric.all({ from, to, metric, target: target ?? null, limit: limit ?? -1 }) as Flat[]).map(whole);
    },
  };
}
