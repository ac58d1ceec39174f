import { HarnessError } from '../../core/errors.ts';
import type { ImportClaim, ImportStep, KnownContent, StepResult } from '../imports.ts';
import { isAlive } from '../session.ts';
import { codeOf, type Database } from '../sqlite.ts';
import { importedRowWriter } from './imported-rows.ts';
import type { Names } from './names.ts';
import type { SeriesBook } from './series.ts';

/** Stands for the content of an import that has not stored anything yet. */
const NOTHING = 'nothing';

type Holder = { readonly session: number; readonly uid: string };
type Own = { readonly id: number; readonly uid: string };

/** Imports of one mapping are done one after another, whoever does them; each transaction tells with its rows how far the content is in. */
export function importWriter(db: Database, own: Own, sessionsDir: string, names: Names, series: SeriesBook) {
  const addRows = importedRowWriter(db, own.id, names, series);
  const holder = db.prepare(
    'select i.session, s.uid from imports i join sessions s on s.id = i.session where i.mapping_sha = ? and i.done = 0',
  );
  const claim = db.prepare(
    `insert into imports(session, mapping_sha, content_sha, bytes, rows, bad_rows, done) values (?, ?, '${NOTHING}', 0, 0, 0, 0)`,
  );
  const known = db.prepare(
    `select content_sha as contentSha, bytes, rows, bad_rows as badRows, tail_sha as tailSha, tail_bytes as tailBytes, tail_rows as tailRows, tail_bad as tailBad, gone_on as goneOn
     from imports where mapping_sha = ? and done = 1`,
  );
  const drop = db.prepare(`delete from imports where mapping_sha = ? and session = ? and done = 0 and content_sha = '${NOTHING}'`);
  const keep = db.prepare('update imports set done = 1 where mapping_sha = ? and session = ? and done = 0');
  const supersede = db.prepare('delete from imports where mapping_sha = ? and content_sha = ? and done = 1');
  const advance = db.prepare(
    `update imports set content_sha = @contentSha, bytes = @bytes, rows = @rows, bad_rows = @badRows, tail_sha = @tailSha, tail_bytes = @tailBytes,
       tail_from = @tailFrom, tail_rows = @tailRows, tail_bad = @tailBad where mapping_sha = @mappingSha and session = @session and done = 0`,
  );
  const tailOf = db.prepare('select tail_from as first, tail_rows as rows from imports where mapping_sha = ? and content_sha = ?');
  const withoutTail = db.prepare(
    `update imports set rows = rows - tail_rows, bad_rows = bad_rows - tail_bad, tail_from = null, tail_rows = 0, tail_bad = 0
     where mapping_sha = ? and content_sha = ?`,
  );
  const goOn = db.prepare('update imports set gone_on = 1 where mapping_sha = ? and content_sha = ?');

  const settle = (mappingSha: string, session: number): void => {
    drop.run(mappingSha, session);
    keep.run(mappingSha, session);
  };
  const take = db.transaction((mappingSha: string, dead: Holder | undefined): readonly KnownContent[] => {
    if (dead !== undefined) settle(mappingSha, dead.session);
    claim.run(own.id, mappingSha);
    return known.all(mappingSha) as KnownContent[];
  });
  const step = db.transaction(({ mappingSha, content, tail, after, ...batch }: ImportStep, firstSeq: number): StepResult => {
    if (after?.replacesTail === true) {
      const { first, rows } = tailOf.get(mappingSha, after.contentSha) as { first: number | null; rows: number };
      if (first !== null) addRows.remove(first, rows);
      withoutTail.run(mappingSha, after.contentSha);
    }
    if (after !== null) goOn.run(mappingSha, after.contentSha);
    const { firstId, stored, refused } = addRows.add(batch, firstSeq);
    const lost = batch.rows.length - stored;
    // The same but for its tail.
    supersede.run(mappingSha, content.contentSha);
    const { changes } = advance.run({
      ...content,
      rows: content.rows - lost,
      badRows: content.badRows + lost,
      mappingSha,
      session: own.id,
      tailSha: tail?.sha ?? null,
      tailBytes: tail?.bytes ?? null,
      tailFrom: tail === null || stored === 0 ? null : firstId,
      tailRows: tail === null ? 0 : stored,
      tailBad: tail === null ? 0 : tail.bad + lost,
    });
    if (changes === 0) throw new HarnessError('unwritable', 'This import is no longer ours: another process took it for dead');
    return { refused };
  });

  return {
    /** Takes the mapping for this session, unless a living session has it. What a dead one left is known content. */
    async claimImport(mappingSha: string): Promise<ImportClaim> {
      for (;;) {
        const held = holder.get(mappingSha) as Holder | undefined;
        if (held !== undefined && (await isAlive(sessionsDir, held.uid, [own.uid]))) return { heldBy: held.uid };
        try {
          return { known: take.immediate(mappingSha, held) };
        } catch (error) {
          // Somebody else took it between the two.
          if (!codeOf(error).startsWith('SQLITE_CONSTRAINT')) throw error;
        }
      }
    },
    /** `firstSeq`: place of the first row in the session's order. */
    importRows(batch: ImportStep, firstSeq: number): StepResult {
      try {
        return step.immediate(batch, firstSeq);
      } catch (error) {
        names.forget();
        series.forget();
        addRows.forget();
        throw error;
      }
    },
    /** Ends the import: what it stored is known content from now on. */
    releaseImport: (mappingSha: string): void => settle(mappingSha, own.id),
  };
}
