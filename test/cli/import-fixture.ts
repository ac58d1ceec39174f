import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { findConfig } from '../../src/cli/compose/find-config.ts';
import { loadSecrets } from '../../src/cli/compose/secrets.ts';
import type { Context } from '../../src/cli/context.ts';
import { createProgram } from '../../src/cli/create-program.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { redactor } from '../../src/core/redact.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const SECRET = 'hunter2-and-more';

export interface Imported {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** A store of its own with files beside it; both go when the tests of the calling file are done. */
export interface Bench {
  readonly folder: string;
  readonly config: string;
  readonly secret: string;
  file(name: string, content: string | Uint8Array): string;
  /** What `evenkeel import` with these words prints, and its exit code. */
  run(...words: string[]): Promise<Imported>;
  /** The same of any command. */
  command(...words: string[]): Promise<Imported>;
  query<T = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<readonly T[]>;
  /** Every row that an import can write, without what names the session. */
  contents(): Promise<readonly unknown[]>;
}

/** `env`: beside the user's name. */
export function bench(environment: { readonly [name: string]: string } = {}): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const store = join(folder, 'evenkeel.db');
  const env = { USER: 'ada', ...environment };
  const config = join(folder, 'evenkeel.yaml');
  writeFileSync(config, 'targets:\n  lab: {}\nstore: ./evenkeel.db\n');
  const query = async <T>(sql: string, ...values: unknown[]): Promise<readonly T[]> => {
    const db = await openDatabase(store, 'read');
    try {
      return db.prepare(sql).all(...values) as T[];
    } finally {
      db.close();
    }
  };
  const command = async (...words: string[]): Promise<Imported> => {
    const before = process.exitCode;
    const secrets = loadSecrets(env);
    let [out, err] = ['', ''];
    const print = (text: string): void => void (out += text);
    const context = {
      version: '1.2.3',
      clock: systemClock,
      log: silentLog,
      redact: (text: string) => redactor([SECRET, ...secrets.values()])(text),
      secrets,
      signal: new AbortController().signal,
      env,
      cwd: folder,
      config: () => findConfig(config, folder),
      json: words.includes('--json'),
      output: {
        print,
        printJson: (data: unknown, meta = {}) => print(JSON.stringify({ data, meta })),
        say: (text: string) => void (err += text),
      },
    } as unknown as Context;
    try {
      await createProgram('1.2.3', 100, () => context).parseAsync(['node', 'evenkeel', ...words]);
      return { out, err, exit: Number(process.exitCode ?? 0) };
    } finally {
      process.exitCode = before;
    }
  };
  return {
    folder,
    config,
    secret: SECRET,
    query,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    run: (...words) => command('import', ...words),
    command,
    contents: () =>
      query(
        `select m.name as metric, m.unit, t.name as target, r.comparable, r.tags, r.clock, u.key, a.at, a.value, o.took_us, o.outcome, o.code, c.name as machine
         from samples a join series r on r.id = a.series join metrics m on m.id = r.metric join targets t on t.id = r.target
         join observations o on o.id = a.obs join subjects u on u.id = o.subject left join machines c on c.id = o.machine
         order by metric, target, r.comparable, r.tags, r.clock, a.at, a.obs`,
      ),
  };
}

/** `count` minutes of one machine, from 2026 on. */
export function minutes(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => `${1_767_225_600 + 60 * (from + index)},${((from + index) % 97) / 10}\n`).join('');
}
