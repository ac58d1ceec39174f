import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../reports/pdf/find-browser.ts';
import { pdfPrinter, type PrinterDeps } from '../../../reports/pdf/pdf-printer.ts';
import { writeReport } from '../../../reports/write-report.ts';
import { spawnGuarded } from '../../../src/core/guard.ts';
import { lacks, onPath } from '../../needs.ts';
import { reportOf } from '../documents.ts';
import { PLANTS } from '../plants.ts';

let folder = '';
let before = process.env['TMPDIR'];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pdf-test-'));
  before = process.env['TMPDIR'];
  // What a printing leaves behind would be here.
  process.env['TMPDIR'] = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(folder, { recursive: true, force: true });
});

const left = async (): Promise<readonly string[]> => (await readdir(folder)).filter((name) => name.startsWith('evenkeel-pdf-'));

/** Command lines of this machine's processes that name the folder. */
async function running(): Promise<readonly string[]> {
  const all = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return all.filter((line) => line.includes(folder));
}

async function script(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(lacks('chromium'))('a PDF by Chromium (skipped where there is none)', () => {
  const browser = onPath('chromium') ?? '';

  it('holds the same bytes each time, bookmarks, numbered pages and links within', async () => {
    const { document } = reportOf(PLANTS.outage);
    const written = await writeReport(document, join(folder, 'one'), { pdf: pdfPrinter({ browser, spawn: spawnGuarded }) });
    await writeReport(document, join(folder, 'two'), { pdf: pdfPrinter({ browser, spawn: spawnGuarded }) });
    expect(written.pdf).toBe(join(folder, 'one', 'report.pdf'));
    const [one, two] = [await readFile(join(folder, 'one', 'report.pdf')), await readFile(join(folder, 'two', 'report.pdf'))];
    expect(one.equals(two)).toBe(true);
    const text = one.toString('latin1');
    expect(text).toMatch(/^%PDF-1/);
    expect(text).not.toMatch(/CreationDate|ModDate|HeadlessChrome/);
    expect(text).toContain('/Title (What was measured)');
    expect(text).toContain('/Marked true');
    expect(text).toContain('/Lang (en)');
    expect(text.match(/\/Subtype \/Link/g)?.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/\/URI \(/);
    expect(await left()).toEqual([]);
    expect(await running()).toEqual([]);
  });

  it('ends at a signal, with nothing left', async () => {
    const stop = new AbortController();
    const printing = pdfPrinter({ browser, spawn: spawnGuarded, signal: stop.signal })('<p>x</p>');
    while (!(await running()).some((line) => line.includes('--user-data-dir'))) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error('stopped'));
    await expect(printing).rejects.toThrow('stopped');
    expect(await left()).toEqual([]);
    expect(await running()).toEqual([]);
  });
});

describe('a PDF without a Chromium that works', () => {
  const print = (deps: Partial<PrinterDeps> & { browser: string }): Promise<unknown> =>
    pdfPrinter({ spawn: spawnGuarded, ...deps })('<p>x</p>');

  it('is refused before anything is looked at where none is found', async () => {
    await expect(findBrowser({ named: undefined, path: folder })).rejects.toMatchObject({
      code: 'browser-missing',
      exit: 2,
      hint: expect.stringContaining('CHROMIUM_BIN'),
    });
    await expect(findBrowser({ named: join(folder, 'none'), path: folder })).rejects.toMatchObject({ place: join(folder, 'none') });
    await expect(findBrowser({ named: 'chromium', path: folder })).rejects.toMatchObject({ code: 'browser-missing' });
    const chrome = await script('google-chrome', '#!/bin/sh\n');
    expect(await findBrowser({ named: '', path: `relative:${folder}` })).toBe(chrome);
    expect(await findBrowser({ named: chrome, path: '' })).toBe(chrome);
  });

  it('says why a browser that ends at once did so, and keeps the report that was there', async () => {
    const browser = await script('broken', '#!/bin/sh\necho "No usable sandbox!" >&2\nexit 3\n');
    const place = join(folder, 'run');
    await writeReport({ title: 'Old', blocks: [] }, place);
    const pdf = pdfPrinter({ browser, spawn: spawnGuarded });
    await expect(writeReport({ title: 'New', blocks: [] }, place, { pdf })).rejects.toMatchObject({
      code: 'pdf-failed',
      exit: 3,
      place: browser,
      message: expect.stringMatching(/^The PDF could not be printed: .{10,}/),
      hint: expect.stringContaining('sandbox'),
    });
    expect(await readFile(join(place, 'report.md'), 'utf8')).toBe('# Old\n');
    expect(await left()).toEqual([]);
  });

  it('ends a browser that hangs, and what it started', async () => {
    const browser = await script('hanging', `#!/bin/sh\ntrap '' TERM\nsleep 300 "${folder}" & sleep 300\n`);
    await expect(print({ browser, patienceMs: 1_500 })).rejects.toMatchObject({ code: 'pdf-failed' });
    expect(await left()).toEqual([]);
    expect(await running()).toEqual([]);
  });
});
