import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';

/** Secrets of a test: whoever finds one where it should not be knows which it is. */
export const CANARIES = {
  header: 'canaryHeaderQzvXw',
  password: 'canaryPasswordKjhGf',
  query: 'canaryQueryPlmNb',
  token: 'canaryTokenRtyUi',
} as const;

/** How a secret may be written: as it is, or within a base64 text, where it can begin at three places. */
const FORMS = Object.entries(CANARIES).flatMap(([name, canary]) => [
  { name, form: canary },
  ...[0, 1, 2].map((before) => {
    const text = Buffer.from('x'.repeat(before) + canary).toString('base64');
    // The first and the last characters hold bits of the neighbours too.
    return { name: `${name} in base64`, form: text.slice(before === 0 ? 0 : 4, -4) };
  }),
]);

/** Which canaries are in it, and in which form. */
export function leaks(where: string, bytes: Buffer | string): readonly string[] {
  return FORMS.filter(({ form }) => bytes.includes(form)).map(({ name }) => `${name} in ${where}`);
}

/** Everything that lies under var/: each file byte for byte, each value of the store, each piece of evidence as it was before it was packed. */
export function leaksUnder(folder: string): readonly string[] {
  const files = readdirSync(join(folder, 'var'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const inFiles = files.flatMap(({ parentPath, name }) =>
    leaks(join(parentPath, name).slice(folder.length), readIfThere(join(parentPath, name))),
  );
  return [...inFiles, ...leaksInStore(join(folder, 'var', 'evenkeel.db'))];
}

/** While a run goes on, a file may be gone again. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** A text of the store may lie on two pages of the file, so it is read through SQL as well. */
function leaksInStore(file: string): readonly string[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    const tables = db.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[];
    return tables.flatMap((table) =>
      (db.prepare(`select * from "${table}"`).all() as { readonly [column: string]: unknown }[]).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => {
          const text = table === 'evidence' && column === 'gz' ? gunzipSync(value as Buffer) : value;
          return typeof text === 'string' || Buffer.isBuffer(text) ? leaks(`${table}.${column}`, text) : [];
        }),
      ),
    );
  } finally {
    db.close();
  }
}
