import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './open-database.ts';
import { openSqlite } from './sqlite.ts';
import { storeError } from './store-error.ts';
import { serveThread } from './thread.ts';

export interface SnapshotOptions {
  readonly file: string;
  readonly target: string;
}

async function write({ file, target }: SnapshotOptions): Promise<void> {
  const partial = `${target}.${process.pid}.partial`;
  const source = await openDatabase(file, 'read');
  try {
    mkdirSync(dirname(target), { recursive: true });
    rmSync(partial, { force: true });
    // All pages in one step: between two steps another session's commit would start the copy afresh.
    await source.backup(partial, { progress: () => 0x7fff_ffff });
    const copy = await openSqlite(partial, {});
    try {
      copy.pragma('journal_mode = DELETE');
      copy.pragma('synchronous = OFF');
      // Freed pages go from the file, and what stays of them on shared pages is overwritten.
      copy.pragma('secure_delete = ON');
      copy.exec('delete from evidence');
      copy.pragma('incremental_vacuum');
    } finally {
      copy.close();
    }
    // Grafana has another user id.
    chmodSync(partial, 0o644);
    renameSync(partial, target);
  } catch (error) {
    throw storeError(error, target);
  } finally {
    source.close();
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${suffix}`, { force: true });
  }
}

const methods = { write: () => write(workerData as SnapshotOptions) };
export type SnapshotMethods = typeof methods;

serveThread(parentPort, async () => ({ opened: undefined, methods }));
