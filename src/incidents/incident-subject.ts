import type { DownSubject } from '../analysis/outage-findings.ts';
import type { StoreReader } from '../store/api.ts';
import type { IncidentRow } from '../store/rows.ts';

export interface IncidentSubject extends DownSubject {
  readonly incident: IncidentRow;
  /** Ids of the first failed looks. */
  readonly observations: readonly number[];
}

/** An incident as the outage that it is; its code is that of its first failed looks. */
export async function incidentSubject(
  incident: IncidentRow,
  reader: Pick<StoreReader, 'observations'>,
  most: number,
): Promise<IncidentSubject> {
  const { subjectKind: kind, subjectKey: key, target, lastOkAt, firstBadAt, lastBadAt, firstOkAt } = incident;
  const looks = await reader.observations({ from: firstBadAt, to: lastBadAt + 1, subjectKind: kind, subjectKey: key, target, limit: most });
  const failed = looks.filter(({ outcome, attempt }) => outcome === 'failed' && attempt === 0);
  const code = failed.find((look) => look.code !== null)?.code ?? 'failed';
  const downtime = {
    min: (lastBadAt - firstBadAt) / 1e6,
    max: lastOkAt === null || firstOkAt === null ? null : (firstOkAt - lastOkAt) / 1e6,
  };
  const outage = { code, lastOkAt, firstBadAt, lastBadAt, firstOkAt, downtime, looks: 0, observations: [] };
  return { incident, kind, key, target, wasUp: lastOkAt !== null, outages: [outage], observations: failed.map(({ id }) => id) };
}
