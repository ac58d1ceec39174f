import { compiledEntry } from '../core/entry.ts';
import type { SnapshotMethods, SnapshotOptions } from './snapshot-thread.ts';
import { startThread } from './thread.ts';

/**
 * Writes a copy of the store `file` to `target` for readers with another user id (Grafana): one file, no WAL, without evidence.
 * The old copy is replaced in one step; readers of it are not disturbed. Rejects with HarnessError `no-data`, `unwritable`, `store-*`.
 */
export async function snapshot(file: string, target: string): Promise<void> {
  const options: SnapshotOptions = { file, target };
  const { call, stop } = await startThread<SnapshotMethods, undefined>(compiledEntry('src/store/snapshot-thread.ts'), options);
  try {
    await call('write');
  } finally {
    await stop();
  }
}
