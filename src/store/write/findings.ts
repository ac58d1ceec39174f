import type { FindingStatus } from '../../core/finding.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { findingRows } from './finding-rows.ts';
import type { Names } from './names.ts';

type Known = { readonly id: number; readonly status: FindingStatus; readonly closedAt: number | null; readonly changedAt: number };

/** What rules find (lines of the table of issues), and dated events. */
export function findingWriter(db: Database, names: Names, observer: string) {
  const rows = findingRows(db);
  // The one that is not closed, else the one that was closed last.
  const findKnown = db.prepare(
    `select f.id, f.status, f.closed_at as closedAt, (select max(h.at) from finding_history h where h.finding = f.id) as changedAt
     from findings f where coalesce(f.target, 0) = coalesce(?, 0)
       and exists (select 1 from finding_rules r where r.finding = f.id and r.rule in (select value from json_each(?)))
     order by f.closed_at is not null, f.closed_at desc, f.id limit 1`,
  );
  const see = db.prepare('update findings set seen_at = max(seen_at, ?) where id = ?');
  const addEvent = db.prepare('insert into events(at, until, target, kind, text) values (?, ?, ?, ?, ?)');

  const finding = db.transaction((found: Args<'finding'>[0]): { id: number; isNew: boolean; isReopened: boolean } => {
    const { rule, also = [], at, seenAt = at, title, impact, description } = found;
    const target = found.target === null ? null : names.target(found.target);
    const known = findKnown.get(target, JSON.stringify([rule, ...also])) as Known | undefined;
    // What happened before somebody closed it was known to them.
    if (known !== undefined && known.closedAt !== null && known.closedAt >= seenAt)
      return { id: known.id, isNew: false, isReopened: false };
    const open = known?.closedAt === null ? known : undefined;
    const isReopened = open?.status === 'Resolved' && open.changedAt < seenAt;
    let id = open?.id;
    if (id === undefined) {
      const entered = { title, impact, description, target, rule, reporter: observer, intended: null, basis: null };
      id = rows.add({ ...entered, status: 'Open', openedAt: at, seenAt });
      rows.note(id, { at, status: 'Open', who: observer, reason: 'first seen' });
    } else if (isReopened) {
      rows.setStatus(id, 'Open', null, at);
      rows.note(id, { at, status: 'Open', who: observer, reason: `found again by ${rule}` });
    }
    see.run(seenAt, id);
    for (const name of [rule, ...also]) rows.addRule(id, name);
    for (const link of found.links) rows.link(id, link);
    return { id, isNew: open === undefined, isReopened };
  });
  return {
    finding: (found: Args<'finding'>[0]) => finding.immediate(found),
    addEvent({ at, until, target, kind, text }: Args<'addEvent'>[0]): number {
      return Number(addEvent.run(at, until, target === null ? null : names.target(target), kind, text).lastInsertRowid);
    },
  };
}
