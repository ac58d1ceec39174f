import type { IncidentRow } from '../rows.ts';
import type { StoreReader } from '../api.ts';
import type { Database } from '../sqlite.ts';

const INCIDENT = `select i.id, s.kind as subjectKind, s.key as subjectKey, t.name as target, i.kind, i.last_ok_at as lastOkAt, i.first_bad_at as firstBadAt,
  i.last_bad_at as lastBadAt, i.first_ok_at as firstOkAt, i.closed_at as closedAt, i.subject as subjectId, b.name as observer, i.cause,
  i.acked_by as ackedBy, i.acked_at as ackedAt
  from incidents i join subjects s on s.id = i.subject join targets t on t.id = s.target join observers b on b.id = s.observer`;

export function incidentReader(db: Database) {
  const byId = db.prepare(`${INCIDENT} where i.id = ?`);
  const matching = db.prepare(
    `${INCIDENT} where (@open is null or (i.closed_at is null) = @open) and (@target is null or t.name = @target) order by i.first_bad_at, i.id`,
  );
  return {
    incident: (id: number) => byId.get(id) as IncidentRow | undefined,
    incidents: ({ open, target }: Parameters<StoreReader['incidents']>[0]) =>
      matching.all({ open: open === undefined ? null : Number(open), target: target ?? null }) as readonly IncidentRow[],
  };
}
