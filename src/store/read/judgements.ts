import type { StoreReader } from '../api.ts';
import type { JudgementRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';

const JUDGEMENT = `select j.id, j.at, j.kind, j.series, m.name as metric, r.tags, r.comparable, t.name as target, j.method, j.seed, j.result,
  b.id as baselineId, b.name as baselineName, b.version as baselineVersion,
  j.accepted_by as acceptedBy, j.accepted_at as acceptedAt, j.accepted_into as acceptedInto
  from judgements j join series r on r.id = j.series join metrics m on m.id = r.metric join targets t on t.id = r.target
  left join baselines b on b.id = j.baseline`;

type Flat = Pick<JudgementRow, 'id' | 'at' | 'kind' | 'series' | 'metric' | 'comparable' | 'target' | 'method' | 'seed'> & {
  readonly tags: string;
  readonly result: string;
  readonly baselineId: number | null;
  readonly baselineName: string;
  readonly baselineVersion: number;
  readonly acceptedBy: string;
  readonly acceptedAt: number;
  readonly acceptedInto: number | null;
};

/** Judgements with the series and the baseline they are on. */
export function judgementReader(db: Database) {
  const byId = db.prepare(`${JUDGEMENT} where j.id = ?`);
  const matching = db.prepare(
    `${JUDGEMENT} where (@kind is null or j.kind = @kind) and (@series is null or j.series = @series) and (@target is null or t.name = @target)
       and (@from is null or j.at >= @from) and (@to is null or j.at < @to)
       and (@accepted is null or (j.accepted_into is not null) = @accepted) and (@acceptedInto is null or j.accepted_into = @acceptedInto)
     order by j.at desc, j.id desc limit @last`,
  );
  return {
    judgement: (id: number): JudgementRow | undefined => {
      const row = byId.get(id) as Flat | undefined;
      return row && whole(row);
    },
    judgements: ({ kind, series, target, from, to, accepted, acceptedInto, last }: Parameters<StoreReader['judgements']>[0]) =>
      (
        matching.all({
          kind: kind ?? null,
          series: series ?? null,
          target: target ?? null,
          from: from ?? null,
          to: to ?? null,
          accepted: accepted === undefined ? null : Number(accepted),
          acceptedInto: acceptedInto ?? null,
          last: last ?? -1,
        }) as Flat[]
      ).map(whole),
  };
}

function whole(row: Flat): JudgementRow {
  const { tags, result, baselineId, baselineName, baselineVersion, acceptedBy, acceptedAt, acceptedInto, ...rest } = row;
  return {
    ...rest,
    tags: JSON.parse(tags) as JudgementRow['tags'],
    baseline: baselineId === null ? null : { id: baselineId, name: baselineName, version: baselineVersion },
    result: JSON.parse(result) as JudgementRow['result'],
    accepted: acceptedInto === null ? null : { by: acceptedBy, at: acceptedAt, into: acceptedInto },
  };
}
