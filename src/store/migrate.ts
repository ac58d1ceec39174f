import { readdirSync, readFileSync } from 'node:fs';
import { HarnessError } from '../core/errors.ts';
import type { Database } from './sqlite.ts';

/** `EVKL`: tells our files from any other SQLite database. */
const APPLICATION_ID = 0x45564b4c;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** The numbered SQL files beside this module, in order. */
export function migrations(folder: URL = new URL('./migrations/', import.meta.url)): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ number: Number(name.slice(0, 4)), name, sql: readFileSync(new URL(name, folder), 'utf8') }));
}

/** The newest migration that a file has had; 0 = a new, empty file. Throws `store-broken` for a foreign file, `store-newer`. */
function schemaVersion(db: Database, steps: readonly Migration[]): number {
  // One read transaction: another process may be creating the store at this moment.
  const { id, version, objects } = db.transaction(() => ({
    id: Number(db.pragma('application_id', { simple: true })),
    version: Number(db.pragma('user_version', { simple: true })),
    objects: Number(db.prepare('select count(*) from sqlite_schema').pluck().get()),
  }))();
  if (id !== APPLICATION_ID && (id !== 0 || version !== 0 || objects > 0)) {
    throw new HarnessError('store-broken', `The file ${db.name} is an SQLite database, but not a store of Evenkeel`, {
      hint: 'Name another file as store; this one is left as it is',
      place: db.name,
    });
  }
  const known = steps.at(-1)?.number ?? 0;
  if (version > known) {
    throw new HarnessError('store-newer', `The store ${db.name} has schema ${version}; this Evenkeel knows schemas up to ${known}`, {
      hint: 'Use the newer Evenkeel that wrote it, or name another file as store',
      place: db.name,
    });
  }
  return version;
}

/**
 * Brings a file to the newest schema. Two processes may do so at once: the number is written first inside the
 * transaction, so the second waits, looks again and finds nothing left to do.
 */
export function migrate(db: Database, steps: readonly Migration[]): void {
  if (schemaVersion(db, steps) === (steps.at(-1)?.number ?? 0)) return;
  const step = db.transaction(({ number, sql }: Migration) => {
    if (schemaVersion(db, steps) >= number) return;
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${number}`);
    db.exec(sql);
  });
  for (const migration of steps) step.immediate(migration);
}
