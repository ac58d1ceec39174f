import { gunzipSync } from 'node:zlib';
import { OUTCOMES } from '../../core/outcome.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { StoreReader } from '../api.ts';
import type { EvidenceRow, ObservationRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';

const COLUMNS = `o.id, o.at, o.took_us as tookUs, o.due_at as dueAt, o.attempt, o.run as runId, o.instance as instanceId, o.subject as subjectId,
  s.kind as subjectKind, s.key as subjectKey, t.name as target, o.outcome, o.code, o.marks, lower(hex(o.evidence)) as evidence,
  i.name, i.version, i.params, i.comparable`;
const JOINS = 'join targets t on t.id = s.target join instruments i on i.id = o.instrument';
const FROM = `select ${COLUMNS} from observations o join subjects s on s.id = o.subject ${JOINS}`;

type Flat = Omit<ObservationRow, 'instrument' | 'outcome' | 'evidence'> &
  ObservationRow['instrument'] & { outcome: number; evidence: string };

/** Observations and the evidence behind them. */
export function observationReader(db: Database) {
  const byId = db.prepare(`${FROM} where o.id = ?`);
  const after = db.prepare(`${FROM} where o.id > ? order by o.id limit ?`);
  // Subjects first: their index holds the times, and there are few of them.
  const between = db.prepare(
    `select ${COLUMNS} from subjects s cross join observations o on o.subject = s.id and o.at >= @from and o.at < @to ${JOINS}
     where (@kind is null or s.kind = @kind) and (@key is null or s.key = @key) and (@target is null or t.name = @target)
     order by o.at, o.id limit @limit`,
  );
  const lastId = db.prepare('select coalesce(max(id), 0) from observations').pluck();
  const lastLook = db
    .prepare(
      `select max((select max(o.at) from observations o where o.subject = s.id)) from subjects s join targets t on t.id = s.target
       where s.kind = @subjectKind and s.key = @subjectKey and t.name = @target`,
    )
    .pluck();
  const evidence = db.prepare(
    'select lower(hex(sha256)) as sha256, media, bytes, truncated, at, gz from evidence where sha256 >= ? and sha256 < ? limit 2',
  );

  return {
    observation: (id: number): ObservationRow | undefined => {
      const row = byId.get(id) as Flat | undefined;
      return row && whole(row);
    },
    after: (id: number, limit: number): readonly ObservationRow[] => (after.all(id, limit) as Flat[]).map(whole),
    observations: ({
      from,
      to,
      subjectKind,
      subjectKey,
      target,
      limit,
    }: Parameters<StoreReader['observations']>[0]): readonly ObservationRow[] => {
      const filter = { from, to, kind: subjectKind ?? null, key: subjectKey ?? null, target: target ?? null, limit: limit ?? -1 };
      return (between.all(filter) as Flat[]).map(whole);
    },
    lastObservationId: () => lastId.get() as number,
    lastLook: (subject: Parameters<StoreReader['lastLook']>[0]): number | null => lastLook.get(subject) as number | null,
    evidence: (prefix: string): EvidenceRow | undefined => {
      const digits = prefix.toLowerCase();
      if (!/^[0-9a-f]{6,64}$/.test(digits)) return undefined;
      // Half a byte at the end stands for its sixteen values.
      const low = Buffer.from(digits.padEnd(64, '0'), 'hex');
      const high = Buffer.concat([Buffer.from(digits.padEnd(64, 'f'), 'hex'), Buffer.from([0])]);
      const rows = evidence.all(low, high) as (Omit<EvidenceRow, 'truncated' | 'body'> & { truncated: number; gz: Buffer })[];
      const [row] = rows;
      if (row === undefined || rows.length > 1) return undefined;
      const { gz, truncated, ...facts } = row;
      return { ...facts, truncated: truncated === 1, body: gunzipSync(gz).toString('utf8') };
    },
  };
}

export function outcomeOf(stored: number): Outcome {
  return OUTCOMES[stored] as Outcome;
}

function whole({ name, version, params, comparable, outcome, evidence, ...row }: Flat): ObservationRow {
  return {
    ...row,
    instrument: { name, version, params, comparable },
    outcome: outcomeOf(outcome),
    evidence: evidence === '' ? null : evidence,
  };
}
