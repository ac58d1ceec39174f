import { HarnessError } from '../../core/errors.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';

/** Judgements, and their acceptance. */
export function judgementWriter(db: Database) {
  const add = db.prepare('insert into judgements(at, kind, series, baseline, method, seed, result) values (?, ?, ?, ?, ?, ?, ?)');
  const find = db.prepare('select accepted_by as acceptedBy from judgements where id = ?');
  const mark = db.prepare('update judgements set accepted_by = ?, accepted_at = ?, accepted_into = ? where id = ?');
  return {
    judge({ at, kind, series, baseline, method, seed, result }: Args<'judge'>[0]): number {
      return Number(add.run(at, kind, series, baseline, method, seed, result).lastInsertRowid);
    },
    /** Within the caller's transaction. */
    accept(id: number, { by, at, into }: { readonly by: string; readonly at: number; readonly into: number }): void {
      const row = find.get(id) as { readonly acceptedBy: string | null } | undefined;
      if (row === undefined) throw new HarnessError('unknown-id', `There is no judgement-${id} in this store`);
      if (row.acceptedBy !== null) throw new HarnessError('usage', `judgement-${id} was accepted already, by ${row.acceptedBy}`);
      mark.run(by, at, into, id);
    },
  };
}
