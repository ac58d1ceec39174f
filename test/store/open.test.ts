import Sqlite from 'better-sqlite3';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, migrations, type Migration } from '../../src/store/migrate.ts';
import { otherProcess } from './other-process.ts';
import { afterTest, tempFolder, tempPlace, testReader, testWriter, type Place } from './store-fixture.ts';

const NEWEST = migrations().at(-1)?.number as number;

function prepared(sql: string): Place {
  const place = tempPlace();
  mkdirSync(dirname(place.file), { recursive: true });
  const db = new Sqlite(place.file);
  db.exec(sql);
  db.close();
  return place;
}

function inspect<T>(file: string, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

describe('opening a store', () => {
  it('creates the file and its directories with the layout that cannot be changed later', async () => {
    const place = tempPlace();
    await testWriter(place);
    expect(
      inspect(place.file, (db) => ({
        id: db.pragma('application_id', { simple: true }),
        version: db.pragma('user_version', { simple: true }),
        vacuum: db.pragma('auto_vacuum', { simple: true }),
        journal: db.pragma('journal_mode', { simple: true }),
        loose: db
          .prepare(`select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite%'`)
          .all(),
      })),
    ).toEqual({ id: 0x45564b4c, version: NEWEST, vacuum: 2, journal: 'wal', loose: [] });
  });

  it('keeps the uid of the store and gives every session its own', async () => {
    const place = tempPlace();
    const first = await testWriter(place);
    await first.close('done');
    const second = await testWriter(place);
    expect(second.storeUid).toBe(first.storeUid);
    expect(first.storeUid).toMatch(/^[0-9a-z]{8}$/);
    expect(second.session.uid).not.toBe(first.session.uid);
    expect(second.session.id).not.toBe(first.session.id);
  });

  it('refuses a newer schema and leaves no session behind', async () => {
    const place = prepared(`pragma application_id = 1163283276; pragma user_version = ${NEWEST + 1}; create table t(a)`);
    for (const open of [testWriter, testReader]) {
      await expect(open(place)).rejects.toMatchObject({
        name: 'HarnessError',
        code: 'store-newer',
        exit: 3,
        place: place.file,
        message: expect.stringContaining(`schema ${NEWEST + 1}`),
      });
    }
    expect(readdirSync(place.sessionsDir)).toEqual([]);
  });

  it.each([
    ['another application', 'pragma application_id = 1; create table t(a)'],
    ['no application', 'create table t(a)'],
    ['a number of its own', 'pragma user_version = 1'],
  ])("refuses another program's database with %s and does not touch it", async (_, sql) => {
    const place = prepared(sql);
    const before = readFileSync(place.file);
    for (const open of [testWriter, testReader]) await expect(open(place)).rejects.toMatchObject({ code: 'store-broken' });
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });

  it('refuses a file that is no database', async () => {
    const place = tempPlace();
    mkdirSync(dirname(place.file), { recursive: true });
    writeFileSync(place.file, 'not a database, though long enough to be taken for one\n'.repeat(100));
    for (const open of [testWriter, testReader])
      await expect(open(place)).rejects.toMatchObject({ code: 'store-broken', place: place.file });
  });

  it('writes nothing into a store that is only read, nor into a newer one', async () => {
    const place = tempPlace();
    await (await testWriter(place)).close('done');
    const digest = (): string => readFileSync(place.file).toString('base64');
    const before = digest();
    await (await testReader(place)).close();
    expect(digest()).toBe(before);
    const db = new Sqlite(place.file);
    db.pragma(`user_version = ${NEWEST + 1}`);
    db.close();
    const newer = digest();
    for (const open of [testWriter, testReader]) await expect(open(place)).rejects.toMatchObject({ code: 'store-newer' });
    expect(digest()).toBe(newer);
  });

  it('tells a damage that is only met while reading', async () => {
    const place = tempPlace();
    await (await testWriter(place)).close('done');
    const { page, size } = inspect(place.file, (open) => ({
      page: open.prepare(`select rootpage from sqlite_schema where name = 'events'`).pluck().get() as number,
      size: open.pragma('page_size', { simple: true }) as number,
    }));
    const bytes = readFileSync(place.file);
    bytes.fill(0xaa, (page - 1) * size, page * size);
    writeFileSync(place.file, bytes);
    const reader = await testReader(place);
    await expect(reader.events({})).rejects.toMatchObject({ code: 'store-broken', place: place.file });
    expect(await reader.runs({})).toEqual([]);
  });

  it('takes an empty file for a new store', async () => {
    const place = tempPlace();
    mkdirSync(dirname(place.file), { recursive: true });
    writeFileSync(place.file, '');
    await testWriter(place);
    expect(inspect(place.file, (db) => db.pragma('auto_vacuum', { simple: true }))).toBe(2);
  });

  it('tells path and hint when the directory cannot be made, or the file is a directory', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    const sessionsDir = join(folder, 'sessions');
    for (const file of [join(folder, 'file', 'evenkeel.db'), folder]) {
      await expect(testWriter({ file, sessionsDir })).rejects.toMatchObject({
        code: 'unwritable',
        place: file,
        hint: expect.stringMatching(/\w/),
        message: expect.stringContaining(file),
      });
    }
    await expect(testWriter({ file: join(folder, 'a.db'), sessionsDir: join(folder, 'file', 's') })).rejects.toMatchObject({
      code: 'unwritable',
    });
    expect(existsSync(join(folder, 'a.db'))).toBe(false);
  });

  it('refuses a directory, and a file, that this user may not write', async () => {
    const place = tempPlace();
    await (await testWriter(place)).close('done');
    const root = dirname(dirname(place.file));
    const empty = join(root, 'empty');
    mkdirSync(empty);
    chmodSync(root, 0o755);
    for (const [path, mode] of [
      [place.file, 0o444],
      [dirname(place.file), 0o555],
      [empty, 0o555],
    ] as const) {
      chmodSync(path, mode);
    }
    // Permissions mean nothing to root.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const sessionsDir = mkdtempSync('/tmp/evk-sessions-');
    afterTest(() => rmSync(sessionsDir, { recursive: true }));
    chmodSync(sessionsDir, 0o777);
    for (const file of [join(empty, 'new.db'), place.file]) {
      const open = await otherProcess({ file, sessionsDir }, {}, user);
      await expect(open()).rejects.toThrow(/^unwritable .*cannot be opened or written/);
    }
    chmodSync(dirname(place.file), 0o755);
  });

  it('has nothing to read where nothing was ever written', async () => {
    const place = tempPlace();
    await expect(testReader(place)).rejects.toMatchObject({ code: 'no-data', exit: 3 });
    expect(existsSync(place.file)).toBe(false);
  });

  it.each([-1, 10_001, Number.NaN])('refuses to group for %s ms', async (groupMs) => {
    await expect(testWriter(tempPlace(), { groupMs })).rejects.toThrow(RangeError);
  });

  it('lets several processes create one store at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const place = tempPlace();
      const ready = await Promise.all([otherProcess(place), otherProcess(place), otherProcess(place)]);
      const opened = await Promise.all(ready.map((open) => open()));
      expect(new Set(opened.map(({ storeUid }) => storeUid)).size).toBe(1);
      expect(new Set(opened.map(({ session }) => session.id)).size).toBe(3);
      expect(inspect(place.file, (db) => db.pragma('auto_vacuum', { simple: true }))).toBe(2);
      await Promise.all(opened.map((other) => other.kill()));
    }
  });
});

describe('migrate', () => {
  const steps: readonly Migration[] = [
    { number: 1, name: '0001-a.sql', sql: 'create table a(x)' },
    { number: 2, name: '0002-b.sql', sql: 'create table b(x)' },
  ];
  const memory = (): Sqlite.Database => {
    const db = new Sqlite(':memory:');
    afterTest(() => void db.close());
    return db;
  };

  it('does only what is left to do', () => {
    const db = memory();
    migrate(db, steps.slice(0, 1));
    migrate(db, steps);
    migrate(db, steps);
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(db.prepare('select name from sqlite_schema order by name').pluck().all()).toEqual(['a', 'b']);
  });

  it('leaves a file as it was when a step fails', () => {
    const db = memory();
    migrate(db, steps.slice(0, 1));
    expect(() =>
      migrate(db, [...steps.slice(0, 1), { number: 2, name: '0002-b.sql', sql: 'create table b(x); create table a(x)' }]),
    ).toThrow(/already exists/);
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(db.prepare('select name from sqlite_schema').pluck().all()).toEqual(['a']);
  });

  it('ships migrations numbered 1, 2, 3 without a hole', () => {
    expect(migrations().map(({ number }) => number)).toEqual(migrations().map((_, index) => index + 1));
  });
});
