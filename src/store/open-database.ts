import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import { migrate, migrations } from './migrate.ts';
import { codeOf, openSqlite, type Database } from './sqlite.ts';
import { storeError } from './store-error.ts';

/** Another process's longest transaction is about a second; only a stuck one lasts this long. */
const BUSY_TIMEOUT_MS = 30_000;

/**
 * Opens the store's file at the newest schema. `write` creates file and directory; `read` wants the file to exist and can only query.
 * Throws HarnessError `unwritable`, `store-broken`, `store-newer`, `native-missing`, and for `read` without a file `no-data`.
 */
export async function openDatabase(file: string, mode: 'write' | 'read'): Promise<Database> {
  if (mode === 'read' && !existsSync(file)) {
    throw new HarnessError('no-data', `There is no store at ${file}`, {
      hint: 'Measure something first, or name the store that holds the measurements',
      place: file,
    });
  }
  let db: Database | undefined;
  try {
    if (mode === 'write') mkdirSync(dirname(file), { recursive: true });
    db = await openSqlite(file, { timeout: BUSY_TIMEOUT_MS });
    // Takes effect only on a file without tables, and only before the journal mode is set; on any other it would write.
    if (db.pragma('schema_version', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
    migrate(db, migrations());
    walMode(db);
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    if (mode === 'read') db.pragma('query_only = ON');
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error, file);
  }
}

/** Switching to WAL wants the file alone and does not wait for it by itself. */
function walMode(db: Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (attempt >= 400 || !codeOf(error).startsWith('SQLITE_BUSY')) throw error;
      Atomics.wait(pause, 0, 0, 25);
    }
  }
}
