import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawnGuarded } from '../../../src/core/guard.ts';
import type { Log } from '../../../src/core/log.ts';
import { findK6, type WhereToLook } from '../../../src/engine/k6/find-k6.ts';
import { parseK6Version } from '../../../src/engine/k6/k6-version.ts';

const FAKE = fileURLToPath(new URL('../../fakes/fake-k6.mjs', import.meta.url));
const NODE = join(process.execPath, '..');

let folder: string;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-find-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function find(where: Partial<WhereToLook>): ReturnType<typeof findK6> {
  const log: Log = { debug: () => {}, info: () => {}, error: () => {}, warn: (_, message) => void warnings.push(message) };
  return await findK6({ path: NODE, ...where }, { spawn: spawnGuarded, log });
}

async function program(name: string, text: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text, { mode });
  return path;
}

describe('findK6', () => {
  it('takes the named one before K6_BIN before PATH', async () => {
    const named = await program('named/k6', '#!/bin/sh\necho "k6 v1.8.1 (commit/x, go1.24, linux/amd64)"\n');
    const first = await program('path/k6', '#!/bin/sh\necho "k6 v2.0.0 (commit/x, go1.25, linux/amd64)"\n');
    const path = `relative::${join(folder, 'empty')}:${join(folder, 'path')}:${NODE}`;
    expect(await find({ explicit: named, env: FAKE, path })).toEqual({ path: named, version: '1.8.1' });
    expect(await find({ env: FAKE, path })).toEqual({ path: FAKE, version: '2.2.0' });
    expect(await find({ env: '', path })).toEqual({ path: first, version: '2.0.0' });
  });

  it('finds none where there is none, nor where it is a folder or no program', async () => {
    expect(await find({ path: '' })).toBeNull();
    await mkdir(join(folder, 'a/k6'), { recursive: true });
    await program('b/k6', 'text', 0o644);
    expect(await find({ path: `${folder}/a:${folder}/b` })).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('passes over one on PATH that does not work, with a warning', async () => {
    await program('a/k6', '#!/bin/sh\nexit 3\n');
    await mkdir(join(folder, 'b'));
    await copyFile(FAKE, join(folder, 'b/k6'));
    await chmod(join(folder, 'b/k6'), 0o755);
    expect(await find({ path: `${folder}/a:${folder}/b:${NODE}` })).toEqual({ path: join(folder, 'b/k6'), version: '2.2.0' });
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['is missing', undefined, /ENOENT/, /is there/],
    ['is another program', '#!/bin/sh\necho "sed (GNU sed) 4.9"\n', /does not answer like k6/, /another kind of machine/],
    ['says nothing and fails', '#!/bin/sh\nexit 3\n', /exit code 3/, /another program/],
    ['is too old', '#!/bin/sh\necho "k6 v0.57.0 (go1.23, linux/amd64)"\n', /0\.57\.0 is too old/, /1\.0/],
  ])('refuses a named one that %s', async (_, text, message, hint) => {
    const path = text === undefined ? join(folder, 'none') : await program('k6', text);
    const error: unknown = await find({ explicit: path }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'engine-missing', place: path, exit: 3 });
    expect((error as Error).message).toMatch(message);
    expect((error as { hint: string }).hint).toMatch(hint);
  });

  it('refuses one that is built for another kind of machine', async () => {
    const header = Buffer.alloc(64);
    header.write('\x7fELF\x02\x01\x01', 'latin1');
    header.writeUInt16LE(2, 16);
    header.writeUInt16LE(0xfeed, 18);
    const path = join(folder, 'k6');
    await writeFile(path, header, { mode: 0o755 });
    await expect(find({ explicit: path })).rejects.toMatchObject({
      code: 'engine-missing',
      hint: expect.stringMatching(/another kind of machine|is there/) as string,
    });
  });
});

describe('parseK6Version', () => {
  it.each([
    ['k6 v2.2.0 (go1.26.1, linux/amd64)\n', '2.2.0'],
    ['k6 v2.2.0 (commit/abc123, go1.26.1, linux/amd64)\nExtensions:\n  x v1\n', '2.2.0'],
    ['k6 v1.8.1 (commit/devel, go1.24, darwin/arm64)', '1.8.1'],
    ['k6.exe v1.0.0-rc2 (commit/abc, go1.24, windows/amd64)\r\n', '1.0.0-rc2'],
    ['my-k6 v2.2.0 (devel, go1.26, linux/amd64)', '2.2.0'],
  ])('reads %j', (text, version) => {
    expect(parseK6Version(text)).toBe(version);
  });

  it.each(['', 'k6', 'k6 2.2.0', 'v2.2.0', 'terraform v1.5.0 (linux)', 'k6 v2.2 (go1.26)'])('refuses %j', (text) => {
    expect(parseK6Version(text)).toBeNull();
  });
});
