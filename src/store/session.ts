import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, openSqlite, type Database } from './sqlite.ts';
import { storeError } from './store-error.ts';

/** One life of this process, held by a lock that the kernel drops when the process ends, however it ends. */
export interface Session {
  readonly uid: string;
  /** Ends the life: the lock goes, then its file. */
  release(): void;
}

/**
 * Takes the lock of a new session: BEGIN EXCLUSIVE on a small SQLite file of its own in `folder` (created if need be).
 * The file must never be opened by other means than SQLite in this process: closing it would drop the lock.
 */
export async function holdSession(folder: string, uid: string): Promise<Session> {
  const file = lockFile(folder, uid);
  let db: Database | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    db = await openSqlite(file, { timeout: 5_000 });
    db.exec('begin exclusive');
  } catch (error) {
    db?.close();
    throw storeError(error, file);
  }
  const held = db;
  return {
    uid,
    release() {
      held.close();
      rmSync(file, { force: true });
    },
  };
}

/**
 * Whether the process behind a session lives, told by its lock alone. `own`: sessions of this process, known without a look.
 * Asks for a shared lock, so that two who ask at once do not take each other for the living one; in doubt it is alive.
 */
export async function isAlive(folder: string, uid: string, own: readonly string[]): Promise<boolean> {
  if (own.includes(uid)) return true;
  const file = lockFile(folder, uid);
  if (!existsSync(file)) return false;
  let db: Database | undefined;
  try {
    db = await openSqlite(file, { readonly: true, fileMustExist: true, timeout: 0 });
    db.prepare('select count(*) from sqlite_schema').get();
    return false;
  } catch (error) {
    return !(codeOf(error).startsWith('SQLITE_CANTOPEN') && !existsSync(file));
  } finally {
    db?.close();
  }
}

/** Removes what a dead session left behind. */
export function forgetSession(folder: string, uid: string): void {
  rmSync(lockFile(folder, uid), { force: true });
}

function lockFile(folder: string, uid: string): string {
  return join(folder, `${uid}.session`);
}
