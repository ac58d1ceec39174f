import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Home } from '../evenkeel.ts';

export type Row = { readonly [column: string]: string | number | null };

/** Rows of a home's store by plain SQL: none of the code under test lies between. */
export function query(home: Pick<Home, 'folder'>, sql: string, ...values: readonly (string | number)[]): readonly Row[] {
  const db = new Sqlite(join(home.folder, 'var', 'evenkeel.db'), { readonly: true });
  try {
    return db.prepare(sql).all(...values) as Row[];
  } finally {
    db.close();
  }
}
