import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document } from '../../../reports/document.ts';
import { pdfPrinter } from '../../../reports/pdf/pdf-printer.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { cleanLine } from '../../../src/core/clean-text.ts';
import { spawnGuarded } from '../../../src/core/guard.ts';
import { lacks, onPath } from '../../needs.ts';
import { documentOf } from '../hostile-document.ts';
import { HOSTILE } from '../hostile.ts';
import { KINDS } from '../kinds.ts';
import { bookmarksOf } from './bookmarks-of.ts';
import { shownTexts } from './shown-texts.ts';

const run = promisify(execFile);

describe.skipIf(lacks('chromium') || lacks('pdftotext'))('report.pdf (skipped without chromium and pdftotext)', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pdf-golden-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const print = pdfPrinter({ browser: onPath('chromium') ?? '', spawn: spawnGuarded });

  interface Printed {
    readonly html: string;
    readonly bytes: string;
    /** Without blanks, headers and footers, in the order of the document. */
    readonly text: string;
    readonly pages: number;
  }

  async function printed(name: string, document: Document): Promise<Printed> {
    const html = (await renderReport(document)).get('report.html') ?? '';
    const file = join(folder, `${name}.pdf`);
    const pdf = await print(html);
    await writeFile(file, pdf);
    const { stdout } = await run('pdftotext', ['-raw', file, '-'], { maxBuffer: 2 ** 26 });
    const pages = stdout.split('\f').slice(0, -1);
    const title = cleanLine(document.title).replaceAll(/\s/g, '');
    const bare = pages.map((page, index) => {
      const text = page.replaceAll(/\s/g, '');
      expect(text).toContain(`${index + 1}/${pages.length}`);
      // The title stands above every page, and on the first below that too.
      return text.replace(`${index + 1}/${pages.length}`, '').replaceAll(title, index === 0 ? title : '');
    });
    return { html, bytes: Buffer.from(pdf).toString('latin1'), text: bare.join(''), pages: pages.length };
  }

  // Where lines and pages end hangs on the fonts of the machine: what is golden are the bookmarks; the text is held against the page.
  it.concurrent.for(KINDS)(
    'of %s says what the page says, in its order, and has its headings as bookmarks',
    { timeout: 60_000 },
    async ([kind, make], { expect }) => {
      const { html, bytes, text } = await printed(kind, await make());
      let from = 0;
      const missing = shownTexts(html).filter((shown) => {
        const at = text.indexOf(shown, from);
        if (at !== -1) from = at + shown.length;
        return at === -1;
      });
      expect(missing).toEqual([]);
      expect(bytes).not.toMatch(/\/JavaScript|\/Launch|\/EmbeddedFile/);
      await expect(`${bookmarksOf(bytes).join('\n')}\n`).toMatchFileSnapshot(`../../golden/reports/${kind}.pdf.txt`);
    },
  );

  it.concurrent('of hostile texts has the pages of harmless ones, and links only within', async () => {
    const texts = HOSTILE.slice(0, 8);
    const [hostile, harmless] = [
      await printed('hostile', documentOf(texts)),
      await printed('harmless', documentOf(texts.map(() => 'name'))),
    ];
    expect(bookmarksOf(hostile.bytes)).toHaveLength(bookmarksOf(harmless.bytes).length);
    expect(Math.abs(hostile.pages - harmless.pages)).toBeLessThanOrEqual(2);
    expect(hostile.bytes).not.toMatch(/\/URI|\/JavaScript|\/Launch|\/EmbeddedFile/);
  }, 60_000);
});
