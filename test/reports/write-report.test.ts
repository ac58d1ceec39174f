import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeReport } from '../../reports/write-report.ts';
import { reportOf } from './documents.ts';
import { PLANTS } from './plants.ts';

describe('writeReport', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const { document } = reportOf(PLANTS.healthy);

  it('writes every file, in folders that were not there', async () => {
    const place = join(folder, 'a', 'b');
    expect(await writeReport(document, place)).toEqual({ markdown: join(place, 'report.md'), html: join(place, 'report.html') });
    expect((await readdir(place)).toSorted()).toEqual(['data', 'figures', 'numbers.json', 'report.html', 'report.md']);
    const markdown = await readFile(join(place, 'report.md'), 'utf8');
    const images = [...markdown.matchAll(/\]\((figures\/[^)]+)\)/g)].map(([, path]) => path ?? '');
    expect(images.length).toBeGreaterThan(3);
    for (const path of images) expect(await readFile(join(place, path), 'utf8')).toContain('<svg');
  });

  it('replaces a report as a whole and leaves nothing beside it', async () => {
    const place = join(folder, 'run');
    await mkdir(join(place, 'figures'), { recursive: true });
    await writeFile(join(place, 'figures', 'old.svg'), 'old');
    await writeReport(document, place);
    expect(await readdir(join(place, 'figures'))).not.toContain('old.svg');
    expect(await readdir(folder)).toEqual(['run']);
  });

  it('keeps the old report when the new one cannot be made', async () => {
    const place = join(folder, 'run');
    await writeReport(document, place);
    const before = await readFile(join(place, 'report.md'), 'utf8');
    await expect(writeReport({ title: 'T', blocks: [{ kind: 'paragraph', content: ['12'] }] }, place)).rejects.toThrow(TypeError);
    expect(await readFile(join(place, 'report.md'), 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['run']);
  });

  it('never replaces a file, nor a folder that holds anything but a report', async () => {
    const file = join(folder, 'evenkeel.yaml');
    await writeFile(file, 'targets: {}\n');
    await expect(writeReport(document, file)).rejects.toMatchObject({ code: 'unwritable', place: file });
    expect(await readFile(file, 'utf8')).toBe('targets: {}\n');
    await expect(writeReport(document, folder)).rejects.toMatchObject({
      code: 'unwritable',
      place: folder,
      message: expect.stringContaining('evenkeel.yaml'),
    });
    expect(await readdir(folder)).toEqual(['evenkeel.yaml']);
  });

  it('writes into an empty folder', async () => {
    await writeReport(document, folder);
    expect(await readdir(folder)).toContain('report.md');
  });

  it('says where it cannot write and what to do', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeReport(document, join(folder, 'file', 'run'))).rejects.toMatchObject({
      code: 'unwritable',
      place: join(folder, 'file', 'run'),
      hint: expect.stringContaining('reports'),
    });
  });

  it.skipIf(process.getuid?.() === 0)('says so for a folder without permission (not as root)', async () => {
    await chmod(folder, 0o500);
    await expect(writeReport(document, join(folder, 'run'))).rejects.toMatchObject({ code: 'unwritable' });
    await chmod(folder, 0o700);
  });
});
