import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import type { Names } from './names.ts';
import { evidencePins } from './pins.ts';

/** Findings (lines of the table of issues) and dated events. */
export function findingWriter(db: Database, names: Names, observer: string) {
  const pins = evidencePins(db);
  const findOpen = db
    .prepare('select id from findings where rule = ? and coalesce(target, 0) = coalesce(?, 0) and closed_at is null')
    .pluck();
  const add = db.prepare(
    `insert into findings(title, impact, description, target, status, rule, reporter, opened_at) values (?, ?, ?, ?, 'open', ?, ?, ?)`,
  );
  const addHistory = db.prepare(`insert into finding_history(finding, at, status, who, reason) values (?, ?, 'open', ?, ?)`);
  const addLink = db.prepare('insert into finding_links(finding, kind, ref) values (?, ?, ?) on conflict do nothing');
  const addEvent = db.prepare('insert into events(at, until, target, kind, text) values (?, ?, ?, ?, ?)');

  const finding = db.transaction((draft: Args<'finding'>[0]): { id: number; isNew: boolean } => {
    const target = draft.target === null ? null : names.target(draft.target);
    const open = findOpen.get(draft.rule, target) as number | undefined;
    let id = open;
    if (id === undefined) {
      const { title, impact, description, rule, at } = draft;
      id = Number(add.run(title, impact, description, target, rule, observer, at).lastInsertRowid);
      addHistory.run(id, at, observer, 'first seen');
    }
    for (const link of draft.links) {
      addLink.run(id, link.kind, link.ref);
      pins.link(link);
    }
    return { id, isNew: open === undefined };
  });
  return {
    finding: (draft: Args<'finding'>[0]) => finding.immediate(draft),
    addEvent({ at, until, target, kind, text }: Args<'addEvent'>[0]): number {
      return Number(addEvent.run(at, until, target === null ? null : names.target(target), kind, text).lastInsertRowid);
    },
  };
}
