import { HarnessError } from '../../core/errors.ts';
import type { FindingStatus } from '../../core/finding.ts';
import type { FindingChange, FindingEntry } from '../api.ts';
import { findingReader } from '../read/findings.ts';
import type { FindingRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import { findingRows } from './finding-rows.ts';
import type { Names } from './names.ts';

type Became = 'new' | 'changed' | 'same';
/** What a file says of a finding. */
type Said = Pick<FindingEntry, 'title' | 'impact' | 'description' | 'target' | 'reporter' | 'intended' | 'status'>;

const SAID = ['title', 'impact', 'description', 'target', 'reporter', 'intended', 'status'] as const;

/** The register of findings, as people write it. */
export function registerWriter(db: Database, names: Names) {
  const rows = findingRows(db);
  const { finding } = findingReader(db);
  const bySource = db.prepare('select id, imported from findings where source = ? and external_id = ?');
  const setSource = db.prepare('update findings set source = ?, external_id = ?, imported = ? where id = ?');
  const update = db.prepare(
    `update findings set title = @title, impact = @impact, description = @description, target = @target, reporter = @reporter, intended = @intended
     where id = @id`,
  );
  const sameFault = db
    .prepare('select id from findings where rule = ? and coalesce(target, 0) = coalesce(?, 0) and closed_at is null and id <> ?')
    .pluck();
  const targetId = (name: string | null): number | null => (name === null ? null : names.target(name));

  const change = (id: number, { at, who, reason, links = [], status, basis, ...fields }: FindingChange): void => {
    const row = finding(id);
    if (row === undefined) throw new HarnessError('unknown-id', `There is no finding-${id} in this store`, { hint: HINT });
    const target = targetId(fields.target === undefined ? row.target : fields.target);
    const next = status ?? row.status;
    const other = row.rule === null || next === 'Closed' ? undefined : (sameFault.get(row.rule, target, id) as number | undefined);
    if (other !== undefined) {
      throw new HarnessError('usage', `finding-${id} cannot be open beside finding-${other}, which is of the same rule and target`, {
        hint: `Go on with finding-${other}, or close it first.`,
      });
    }
    const { title, impact, description, reporter, intended } = { ...row, ...fields };
    update.run({ id, title, impact, description, target, reporter, intended });
    for (const link of links) {
      rows.refuseUnknown(link);
      rows.link(id, link);
    }
    if (status !== undefined && (status !== row.status || basis !== undefined)) {
      // Closing keeps what it was resolved by.
      const rests = basis ?? (status === 'Closed' ? row.basis : null);
      refuseUnfounded(status, rests);
      rows.setStatus(id, status, status === 'Resolved' || status === 'Closed' ? rests : null, at);
    }
    if (reason !== '' || next !== row.status) rows.note(id, { at, status: next, who, reason });
  };
  const enter = (entry: FindingEntry): { id: number; became: Became } => {
    const { source, externalId, at, who, reason, links, basis } = entry;
    const said: Said = pick(entry);
    const known = source === null ? undefined : (bySource.get(source, externalId) as { id: number; imported: string } | undefined);
    if (known !== undefined) {
      const row = finding(known.id) as FindingRow;
      const changed = news(said, JSON.parse(known.imported) as Said, row);
      setSource.run(source, externalId, JSON.stringify(said), known.id);
      if (Object.keys(changed).length === 0) return { id: known.id, became: 'same' };
      change(known.id, { ...changed, ...(changed.status === undefined ? {} : { basis }), at, who, reason });
      return { id: known.id, became: 'changed' };
    }
    refuseUnfounded(entry.status, basis);
    const { openedAt = at, target } = entry;
    const id = rows.add({ ...said, target: targetId(target), basis, rule: null, openedAt, seenAt: at });
    if (source !== null) setSource.run(source, externalId, JSON.stringify(said), id);
    rows.note(id, { at, status: entry.status, who, reason });
    for (const link of links) {
      rows.refuseUnknown(link);
      rows.link(id, link);
    }
    return { id, became: 'new' };
  };
  const enterAll = db.transaction((entries: readonly FindingEntry[]) => entries.map((entry) => enter(entry)));
  const changeOne = db.transaction(change);
  return {
    enterFindings: (entries: readonly FindingEntry[]) => enterAll.immediate(entries),
    changeFinding: (id: number, wanted: FindingChange): void => changeOne.immediate(id, wanted),
  };
}

const HINT = '`evenkeel finding list --all` shows them.';

function pick(entry: Said): Said {
  return Object.fromEntries(SAID.map((key) => [key, entry[key]])) as unknown as Said;
}

/** What the file says otherwise than last time and the register does not have: what people changed here meanwhile stays. */
function news(said: Said, before: Said, row: FindingRow): Partial<Said> {
  return Object.fromEntries(SAID.filter((key) => said[key] !== before[key] && said[key] !== row[key]).map((key) => [key, said[key]]));
}

function refuseUnfounded(status: FindingStatus, basis: FindingRow['basis']): void {
  if (status !== 'Resolved' || basis !== null) return;
  throw new HarnessError('usage', 'Resolved needs something that shows it', {
    hint: 'Link a judgement made after the fix, let the rule look again, or write a waiver.',
  });
}
