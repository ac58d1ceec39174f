import type { StoreReader, StoreWriter } from '../../src/store/api.ts';
import type { IncidentRow, ObservationRow } from '../../src/store/rows.ts';

interface Added {
  readonly target: string;
  readonly key: string;
  readonly kind?: ObservationRow['subjectKind'];
  readonly at: number;
  readonly outcome: ObservationRow['outcome'];
  readonly code: string | null;
  readonly attempt?: number;
}

export interface MemoryStore extends Pick<StoreReader, 'observations' | 'incidents'>, Pick<StoreWriter, 'incident'> {
  add(look: Added): void;
  /** Loses all looks, as retention never does. */
  forget(): void;
  readonly rows: readonly IncidentRow[];
  readonly asked: readonly { readonly from: number }[];
  readonly written: number;
}

/** What the follower needs of the store, with its rules: one open incident of a subject, and the same start is the same incident. */
export function memoryStore(): MemoryStore {
  let observations: ObservationRow[] = [];
  const incidents: IncidentRow[] = [];
  const asked: { from: number }[] = [];
  const subjects: string[] = [];
  const subjectOf = (kind: string, key: string, target: string): number => {
    const name = JSON.stringify([kind, key, target]);
    if (!subjects.includes(name)) subjects.push(name);
    return subjects.indexOf(name);
  };
  let nextId = 1;
  let written = 0;
  return {
    rows: incidents,
    asked,
    get written() {
      return written;
    },
    add({ target, key, kind = 'probe', at, outcome, code, attempt = 0 }) {
      const subjectId = subjectOf(kind, key, target);
      const instrument = { name: 'http-probe', version: '1', params: '{}', comparable: '' };
      const place = { runId: null, instanceId: null, subjectId, subjectKind: kind, subjectKey: key, target };
      observations.push({ id: nextId++, at, tookUs: 1, dueAt: at, attempt, ...place, instrument, outcome, code, marks: 0, evidence: null });
    },
    forget() {
      observations = [];
    },
    async observations({ from, to, subjectKind, subjectKey, target }) {
      asked.push({ from });
      const isWanted = (row: ObservationRow): boolean =>
        row.at >= from && row.at < to && row.subjectKind === subjectKind && row.subjectKey === subjectKey && row.target === target;
      return observations.filter(isWanted).toSorted((a, b) => a.at - b.at || a.id - b.id);
    },
    async incidents() {
      return [...incidents];
    },
    async incident(seen) {
      written += 1;
      const [subjectKind, subjectKey, target] = JSON.parse(subjects[seen.subject] ?? '[]') as [
        ObservationRow['subjectKind'],
        string,
        string,
      ];
      const own = incidents.filter((row) => row.subjectKey === subjectKey && row.target === target && row.kind === seen.kind);
      const same = own.find(({ firstBadAt }) => firstBadAt === seen.firstBadAt) ?? own.find(({ closedAt }) => closedAt === null);
      if (same === undefined) {
        const told = { subjectId: seen.subject, observer: 'here', cause: null, ackedBy: null, ackedAt: null };
        incidents.push({ ...seen, ...told, id: incidents.length + 1, subjectKind, subjectKey, target });
        return incidents.length;
      }
      incidents[same.id - 1] = {
        ...same,
        lastOkAt: same.lastOkAt ?? seen.lastOkAt,
        lastBadAt: Math.max(same.lastBadAt, seen.lastBadAt),
        firstOkAt: seen.firstOkAt ?? same.firstOkAt,
        closedAt: same.closedAt ?? seen.closedAt,
      };
      return same.id;
    },
  };
}
