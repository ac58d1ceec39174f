import { HarnessError } from '../core/errors.ts';
import { codeOf } from './sqlite.ts';

const FULL = /^(?:SQLITE_FULL|ENOSPC|EDQUOT)/;
const UNWRITABLE = /^(?:SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM|SQLITE_IOERR|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT|EISDIR|EIO)/;
const BROKEN = /^(?:SQLITE_NOTADB|SQLITE_CORRUPT)/;
const BUSY = /^SQLITE_(?:BUSY|LOCKED)/;

/** What SQLite or the file system said about the store's file, as an error a person can act on; anything else comes back as it was. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof HarnessError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const details = (hint: string) => ({ hint, place: file, cause: error });
  if (FULL.test(code)) {
    return new HarnessError('unwritable', `The store ${file} cannot grow: ${error.message}`, details('Free space on its disk'));
  }
  if (BUSY.test(code)) {
    return new HarnessError(
      'unwritable',
      `The store ${file} stayed locked by another process`,
      details('End what holds it, then try again'),
    );
  }
  if (BROKEN.test(code)) {
    return new HarnessError(
      'store-broken',
      `The file ${file} is damaged or not an SQLite database`,
      details('Restore it from a backup, or name another file as store'),
    );
  }
  if (UNWRITABLE.test(code)) {
    return new HarnessError(
      'unwritable',
      `The store ${file} cannot be opened or written: ${error.message}`,
      details('Check that its directory exists and that this user may write in it'),
    );
  }
  return error;
}

/** An error after which every further write of the same kind would fail too. */
export function isStoreWide(error: unknown): boolean {
  const code = codeOf(error);
  return [FULL, UNWRITABLE, BROKEN, BUSY].some((pattern) => pattern.test(code));
}
