import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';
import { bench, minutes, type Bench } from './import-fixture.ts';

const ROWS = 60_000;
const TEXT = `time,latency\n${minutes(ROWS)}`;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(place: Bench, file: string): ChildProcess {
  const words = [join(PACKAGE_ROOT, 'bin/evenkeel.mjs'), '--config', place.config, '--json', 'import', file];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function rowsSoFar(place: Bench): Promise<number> {
  if (!existsSync(join(place.folder, 'evenkeel.db'))) return 0;
  const [row] = await place.query<{ rows: number | null }>('select max(rows) as rows from imports').catch(() => []);
  return row?.rows ?? 0;
}

const figures = async (place: Bench): Promise<unknown> =>
  await place.query(
    'select count(*) as rows, count(distinct at) as instants, sum(value) as sum, (select count(*) from observations) as acts from samples',
  );

describe('an import that is killed', () => {
  it('goes on behind what it stored, as if nothing had happened', async () => {
    const [place, clean] = [bench(), bench()];
    const file = place.file('a.csv', TEXT);
    for (const least of [1_000, 15_000]) {
      const child = start(place, file);
      while ((await rowsSoFar(place)) < least) await sleep(5);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const [{ rows } = { rows: 0 }] = await place.query<{ rows: number }>('select count(*) as rows from samples');
      expect(rows).toBe(await rowsSoFar(place));
    }
    const { out, exit } = await place.run(file);
    expect([exit, out]).toEqual([0, expect.stringMatching(/ csv +imported +\d+ +\d+ +0 +0\n/)]);
    await clean.run(clean.file('a.csv', TEXT));
    expect(await figures(place)).toEqual(await figures(clean));
    expect(await place.query('select count(*) as open from imports where done = 0')).toEqual([{ open: 0 }]);
  });

  it('leaves its series to another file of the same mapping, and its own rows to itself', async () => {
    const place = bench();
    const [file, other] = [place.file('a.csv', TEXT), place.file('b.csv', `time,latency\n${minutes(10, ROWS)}`)];
    const child = start(place, file);
    while ((await rowsSoFar(place)) < 1_000) await sleep(5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await place.run(other);
    await place.run(file, other);
    expect(await figures(place)).toMatchObject([{ rows: ROWS + 10, instants: ROWS + 10 }]);
  });
});

describe('imports at once', () => {
  it('of one file into one store give its rows once', async () => {
    const [place, clean] = [bench(), bench()];
    const file = place.file('a.csv', TEXT);
    const both = [start(place, file), start(place, file)];
    const texts = await Promise.all(both.map(async (child) => (await child.stdout?.toArray())?.join('') ?? ''));
    const stored = texts.map((text) => (JSON.parse(text) as { data: { rows: number; known: number }[] }).data[0]);
    expect(stored.map((each) => (each?.rows ?? 0) + (each?.known ?? 0))).toEqual([ROWS, ROWS]);
    expect(stored.reduce((sum, each) => sum + (each?.rows ?? 0), 0)).toBe(ROWS);
    await clean.run(clean.file('a.csv', TEXT));
    expect(await figures(place)).toEqual(await figures(clean));
  });

  it('leave room for another session to write', async () => {
    const place = bench();
    const child = start(place, place.file('a.csv', TEXT));
    while ((await rowsSoFar(place)) < 500) await sleep(5);
    const { exit } = await place.run(place.file('b.csv', 'value\n1\n'));
    expect(exit).toBe(0);
    await once(child, 'exit');
    expect(await figures(place)).toMatchObject([{ rows: ROWS + 1 }]);
  });
});
