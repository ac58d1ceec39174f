import type { FindingBasis } from '../../core/finding.ts';
import type { EventRow, FindingRow, GapRow } from '../rows.ts';
import type { StoreReader } from '../api.ts';
import type { Database } from '../sqlite.ts';

const FINDING = `select f.id, f.title, f.impact, f.description, t.name as target, f.reporter, f.intended, f.status,
  f.basis_kind as basisKind, f.basis_ref as basisRef, f.rule, f.opened_at as openedAt, coalesce(f.seen_at, f.opened_at) as seenAt, f.closed_at as closedAt,
  f.source, f.external_id as externalId
  from findings f left join targets t on t.id = f.target`;
const OF_RUN = `exists (select 1 from finding_links l where l.finding = f.id and (l.kind = 'run' and l.ref = r.uid
  or l.kind = 'observation' and exists (select 1 from observations o where o.id = cast(l.ref as int) and o.run = r.id)))`;

type Flat = Omit<FindingRow, 'links' | 'history' | 'basis' | 'rules'> & {
  readonly basisKind: FindingBasis['kind'] | null;
  readonly basisRef: string | null;
};

/** Findings with their links, dated events, and gaps of our own. */
export function findingReader(db: Database) {
  const byId = db.prepare(`${FINDING} where f.id = ?`);
  const matching = db.prepare(
    `${FINDING} where (@open is null or (f.closed_at is null) = @open)
       and (@run is null or exists (select 1 from runs r where r.uid = @run and ${OF_RUN})) order by f.opened_at, f.id`,
  );
  const links = db.prepare('select kind, ref from finding_links where finding = ? order by kind, length(ref), ref');
  const events = db.prepare(
    `select e.id, e.at, e.until, t.name as target, e.kind, e.text from events e left join targets t on t.id = e.target
     where (@from is null or coalesce(e.until, e.at) >= @from) and (@to is null or e.at < @to) order by e.at, e.id`,
  );
  const gaps = db.prepare(
    `select id, from_at as fromAt, to_at as toAt, ticks, reason, schedule from gaps where to_at >= ? and from_at < ? order by from_at, id`,
  );
  const rules = db.prepare('select rule from finding_rules where finding = ? order by rule').pluck();
  const history = db.prepare('select at, status, who, reason from finding_history where finding = ? order by at');
  const whole = ({ basisKind, basisRef, ...row }: Flat): FindingRow => ({
    ...row,
    basis: basisKind === null || basisRef === null ? null : { kind: basisKind, ref: basisRef },
    rules: rules.all(row.id) as string[],
    links: links.all(row.id) as FindingRow['links'],
    history: history.all(row.id) as FindingRow['history'],
  });
  return {
    finding: (id: number): FindingRow | undefined => {
      const row = byId.get(id) as Flat | undefined;
      return row && whole(row);
    },
    findings: ({ open, run }: Parameters<StoreReader['findings']>[0]): readonly FindingRow[] => {
      return (matching.all({ open: open === undefined ? null : Number(open), run: run ?? null }) as Flat[]).map(whole);
    },
    /** Those that touch [from, to); µs. */
    events: ({ from, to }: Parameters<StoreReader['events']>[0]) =>
      events.all({ from: from ?? null, to: to ?? null }) as readonly EventRow[],
    gaps: (from: number, to: number) => gaps.all(from, to) as readonly GapRow[],
  };
}
