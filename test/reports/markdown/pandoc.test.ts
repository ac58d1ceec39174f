import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../reports/render-report.ts';
import { lacks } from '../../needs.ts';
import { KINDS } from '../kinds.ts';
import { documentOf } from '../hostile-document.ts';
import { HOSTILE } from '../hostile.ts';
import { markedShape } from './marked-shape.ts';
import { pandocShape } from './pandoc-shape.ts';

const run = promisify(execFile);

describe.skipIf(lacks('pandoc'))('report.md in pandoc (skipped where there is none)', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pandoc-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const pandoc = (cwd: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
    run('pandoc', ['--shift-heading-level-by=-1', '--standalone', ...args, 'report.md'], { cwd, maxBuffer: 2 ** 26 });

  it.each(KINDS)(
    '%s has the same tables, figures and headings for every reader, and becomes HTML, DOCX and ODT without a warning',
    async (kind, make) => {
      const document = await make();
      const files = await renderReport(document);
      const place = join(folder, kind);
      for (const [name, text] of files) {
        await mkdir(dirname(join(place, name)), { recursive: true });
        await writeFile(join(place, name), text);
      }
      const shape = markedShape(files.get('report.md') ?? '');
      const pictures = document.blocks.flatMap((block) =>
        block.kind === 'figure' && block.mermaid === undefined ? [`figures/${block.id}.svg`] : [],
      );
      expect(shape.images).toEqual(pictures);
      const tables = document.blocks.flatMap((block) =>
        block.kind === 'table' ? [Array.from({ length: block.rows.length + 1 }, () => block.columns.length)] : [],
      );
      expect(shape.tables.filter((table) => tables.some((other) => String(other) === String(table))).length).toBeGreaterThanOrEqual(
        tables.length,
      );
      const asked = [
        ['-f', 'gfm', '-t', 'json'],
        ['-f', 'markdown', '-t', 'json'],
        ['-f', 'gfm', '-t', 'html'],
        ['-f', 'gfm', '-t', 'odt', '-o', 'report.odt'],
      ];
      // Word takes no SVG: pandoc asks rsvg-convert for a picture beside it.
      if (!lacks('rsvg-convert')) asked.push(['-f', 'gfm', '-t', 'docx', '-o', 'report.docx']);
      const answers = await Promise.all(asked.map((args) => pandoc(place, ...args)));
      expect(answers.map(({ stderr }) => stderr)).toEqual(asked.map(() => ''));
      for (const { stdout } of answers.slice(0, 2)) {
        const read = pandocShape(stdout);
        // The first heading has become the title.
        expect({ ...read, headings: [1, ...read.headings.map((level) => level + 1)] }).toEqual(shape);
      }
    },
  );

  it.each(['gfm', 'markdown'])('hostile texts change nothing of the structure as %s', async (format) => {
    const read = async (texts: readonly string[]): Promise<string> => {
      await writeFile(join(folder, 'report.md'), (await renderReport(documentOf(texts))).get('report.md') ?? '');
      return (await pandoc(folder, '-f', format, '-t', 'json')).stdout;
    };
    const harmless = pandocShape(await read(HOSTILE.map(() => 'name')));
    expect(harmless.tables).toHaveLength(HOSTILE.length);
    expect(pandocShape(await read(HOSTILE))).toEqual(harmless);
    const { stdout: html } = await run('pandoc', ['-f', format, '-t', 'html', 'report.md'], { cwd: folder, maxBuffer: 2 ** 26 });
    const tags = html.match(/<[^>]*>/g) ?? [];
    expect(tags.filter((tag) => /^<(?:script|svg|style)|\son\w+=|(?:href|src)="(?!#|figures\/)/i.test(tag))).toEqual([]);
  });
});
