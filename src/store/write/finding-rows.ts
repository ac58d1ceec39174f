import { HarnessError } from '../../core/errors.ts';
import type { FindingBasis, FindingLink, FindingStatus } from '../../core/finding.ts';
import type { FindingRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import { evidencePins } from './pins.ts';

export type NewFinding = Pick<
  FindingRow,
  'title' | 'impact' | 'description' | 'reporter' | 'intended' | 'status' | 'rule' | 'openedAt' | 'seenAt'
> & {
  /** Row id. */
  readonly target: number | null;
  readonly basis: FindingBasis | null;
};

/** The statements that rules and people share. All within the caller's transaction; instants µs. */
export function findingRows(db: Database) {
  const pins = evidencePins(db);
  const insert = db.prepare(
    `insert into findings(title, impact, description, target, reporter, intended, status, rule, opened_at, seen_at, closed_at, basis_kind, basis_ref)
     values (@title, @impact, @description, @target, @reporter, @intended, @status, @rule, @openedAt, @seenAt, @closedAt, @basisKind, @basisRef)`,
  );
  const addRule = db.prepare('insert into finding_rules(finding, rule) values (?, ?) on conflict do nothing');
  // Two changes within a microsecond keep their order.
  const addHistory = db.prepare(
    `insert into finding_history(finding, at, status, who, reason)
     values (@id, max(@at, coalesce((select max(at) + 1 from finding_history where finding = @id), @at)), @status, @who, @reason)`,
  );
  const addLink = db.prepare('insert into finding_links(finding, kind, ref) values (?, ?, ?) on conflict do nothing');
  const setStatus = db.prepare('update findings set status = ?, basis_kind = ?, basis_ref = ?, closed_at = ? where id = ?');
  const known: { readonly [kind in FindingLink['kind']]?: ReturnType<Database['prepare']> } = {
    incident: db.prepare('select 1 from incidents where id = cast(? as int)'),
    judgement: db.prepare('select 1 from judgements where id = cast(? as int)'),
    run: db.prepare('select 1 from runs where uid = ?'),
    observation: db.prepare('select 1 from observations where id = cast(? as int)'),
    evidence: db.prepare('select 1 from evidence where sha256 = unhex(?)'),
    event: db.prepare('select 1 from events where id = cast(? as int)'),
  };
  return {
    add({ basis, ...row }: NewFinding): number {
      const closedAt = row.status === 'Closed' ? row.seenAt : null;
      return Number(insert.run({ ...row, closedAt, basisKind: basis?.kind ?? null, basisRef: basis?.ref ?? null }).lastInsertRowid);
    },
    addRule: (id: number, rule: string): void => void addRule.run(id, rule),
    note(id: number, entry: { readonly at: number; readonly status: FindingStatus; readonly who: string; readonly reason: string }): void {
      addHistory.run({ id, ...entry });
    },
    link(id: number, link: FindingLink): void {
      addLink.run(id, link.kind, link.ref);
      pins.link(link);
    },
    /** Throws HarnessError `unknown-id` for what is not in this store; addresses lie outside it. */
    refuseUnknown({ kind, ref }: FindingLink): void {
      if (kind === 'url' || known[kind]?.get(ref) !== undefined) return;
      throw new HarnessError('unknown-id', `There is no ${kind} ${ref} in this store to link to`, {
        hint: 'Ids are printed by reports, `evenkeel check` and --json.',
      });
    },
    setStatus(id: number, status: FindingStatus, basis: FindingBasis | null, at: number): void {
      setStatus.run(status, basis?.kind ?? null, basis?.ref ?? null, status === 'Closed' ? at : null, id);
    },
  };
}
