import type BetterSqlite from 'better-sqlite3';
import { HarnessError } from '../core/errors.ts';

export type Database = BetterSqlite.Database;
export type Statement = BetterSqlite.Statement;

/**
 * Opens a file with better-sqlite3. Loaded on demand: a machine without the native module gets a paragraph, not a stack trace.
 * Throws HarnessError `native-missing`, or the SqliteError.
 */
export async function openSqlite(file: string, options: BetterSqlite.Options): Promise<Database> {
  const { default: Sqlite } = await import('better-sqlite3').catch((error: unknown) => {
    throw nativeMissing(error);
  });
  try {
    return new Sqlite(file, options);
  } catch (error) {
    const isNative =
      error instanceof Error && /bindings file|ERR_DLOPEN_FAILED|NODE_MODULE_VERSION/.test(`${error.message} ${codeOf(error)}`);
    throw isNative ? nativeMissing(error) : error;
  }
}

/** `SQLITE_FULL`, `EACCES`, `ERR_…`; empty where an error has none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

function nativeMissing(cause: unknown): HarnessError {
  return new HarnessError('native-missing', 'The native part of better-sqlite3 is not there or does not fit this Node.js', {
    hint: 'Install python3, make and g++ (or let npm reach the prebuilt binary), then run npm ci again',
    cause,
  });
}
