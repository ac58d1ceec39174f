import { createHash } from 'node:crypto';
import { open as openFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { baseImage, cloneDrive, hashFile } from '../../../collectors/providers/local/drive-image.ts';
import { localFolder } from './local-folder.ts';

const signal = new AbortController().signal;
/** Not a whole number of chunks. */
const SIZE = 3 * 1024 * 1024 + 4097;

let folder: Awaited<ReturnType<typeof localFolder>>;
let dir: string;

beforeEach(async () => {
  folder = await localFolder();
  dir = folder.deps.stateDir;
});
afterEach(() => folder.remove());

const sha = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

describe('a base image', () => {
  test('is the same for the same name, another for another, and of the size asked for', async () => {
    const [one, again, other] = await Promise.all([
      baseImage(join(dir, 'a'), 'base', SIZE, signal),
      baseImage(join(dir, 'b'), 'base', SIZE, signal),
      baseImage(join(dir, 'a'), 'other', SIZE, signal),
    ]);
    expect(one.sha256).toBe(again.sha256);
    expect(one.sha256).not.toBe(other.sha256);
    expect(sha(await readFile(one.path))).toBe(one.sha256);
    expect((await stat(one.path)).size).toBe(SIZE);
  });

  test('cannot be made smaller, by holes or by compression', async () => {
    const { path } = await baseImage(dir, 'base', SIZE, signal);
    expect((await stat(path)).blocks * 512).toBeGreaterThanOrEqual(SIZE);
    expect(gzipSync(await readFile(path)).length).toBeGreaterThan(SIZE * 0.999);
  });

  test('is made once', async () => {
    const first = await baseImage(dir, 'base', SIZE, signal);
    const { ino, mtimeMs } = await stat(first.path);
    await baseImage(dir, 'base', SIZE, signal);
    expect(await stat(first.path)).toMatchObject({ ino, mtimeMs });
  });
});

describe('a clone', () => {
  test('holds what the image holds, in blocks of its own', async () => {
    const image = await baseImage(dir, 'base', SIZE, signal);
    const target = join(dir, 'drives', 'one.img');
    expect(await cloneDrive(image, target, signal)).toBe(image.sha256);
    expect(sha(await readFile(target))).toBe(image.sha256);
    expect(await hashFile(target, signal)).toBe(image.sha256);
    expect((await stat(target)).blocks * 512).toBeGreaterThanOrEqual(SIZE);
    await writeFile(target, 'changed');
    expect(sha(await readFile(image.path))).toBe(image.sha256);
  });

  test('of an image that was changed or cut is found out', async () => {
    const image = await baseImage(dir, 'base', SIZE, signal);
    const file = await openFile(image.path, 'r+');
    await file.write(Buffer.from([0]), 0, 1, 2_000_000);
    await file.write(Buffer.from([1]), 0, 1, 2_000_001);
    await file.close();
    await expect(cloneDrive(image, join(dir, 'changed.img'), signal)).rejects.toMatchObject({ code: 'content_differs' });
    await truncate(image.path, SIZE - 1);
    await expect(cloneDrive(image, join(dir, 'cut.img'), signal)).rejects.toMatchObject({ code: 'content_differs' });
  });

  test('that is aborted leaves no file', async () => {
    const image = await baseImage(dir, 'base', SIZE, signal);
    const target = join(dir, 'none.img');
    await expect(cloneDrive(image, target, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });
});
