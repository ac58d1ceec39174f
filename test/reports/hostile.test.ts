import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../src/core/clean-text.ts';
import { writeCsv } from '../../reports/csv.ts';
import { escapeHtml } from '../../reports/html/escape.ts';
import { writeHtml } from '../../reports/html/write.ts';
import { codeMarkdown, escapeMarkdown, quoteMarkdown } from '../../reports/markdown/escape.ts';
import { renderReport } from '../../reports/render-report.ts';
import { recompute } from '../../reports/recompute.ts';
import { runDocument } from '../../reports/run/document.ts';
import { runModel } from '../../reports/run/model.ts';
import { summaryTable } from '../../reports/run/summary-table.ts';
import { markdownOf } from './documents.ts';
import { documentOf } from './hostile-document.ts';
import { HOSTILE, hostileContext, hostileFacts } from './hostile.ts';
import { markedShape } from './markdown/marked-shape.ts';
import { looseNumerals } from '../../reports/verify/loose-numerals.ts';

const TAGS = new Set(
  'html head meta title link style body main h1 h2 h3 h4 nav ol ul li a p strong code bdi q data time span div table thead tbody tr th td figure figcaption pre svg g path rect line text'.split(
    ' ',
  ),
);
// oxlint-disable-next-line no-control-regex -- these are what must not be there
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const cellsOf = (row: string): number => row.replaceAll(String.raw`\|`, '').split('|').length;

describe('a report on hostile names', () => {
  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))('keeps its shape: %s', async (_, text) => {
    const facts = hostileFacts(text);
    const model = runModel(facts, hostileContext(text));
    const document = runDocument(model);
    const files = await renderReport(document);
    const markdown = files.get('report.md') ?? '';
    const html = files.get('report.html') ?? '';
    const invisible = [...files].filter(([, content]) => INVISIBLE.test(content.replaceAll('\r\n', '\n')));
    expect(invisible.map(([name]) => name)).toEqual([]);
    expect([...html.matchAll(/<\/?([a-zA-Z][\w-]*)/g)].map(([, tag]) => tag).filter((tag) => !TAGS.has(tag ?? ''))).toEqual([]);
    expect(/<[^>]*\son\w+\s*=/i.exec(html.replaceAll(/"[^"]*"/g, '""'))?.[0]).toBeUndefined();
    expect(/(?:href|src)="(?!#|data:,).{0,40}/.exec(html)?.[0]).toBeUndefined();
    expect(html.length).toBeLessThan(2_000_000);
    const tables = markdown.replaceAll(/^(`{3,}).*?^\1$/gms, '').match(/(?:^\|.*\n)+/gm) ?? [];
    expect(tables.length).toBeGreaterThan(8);
    const uneven = tables.filter((table) => new Set(table.trimEnd().split('\n').map(cellsOf)).size > 1);
    expect(uneven).toEqual([]);
    const { claims } = markdownOf(document);
    expect(looseNumerals(markdown, claims)).toEqual([]);
    for (const { recipe, value } of claims)
      expect(Math.abs(recompute(recipe, facts) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1e-9, Math.abs(value)));
    expect(summaryTable(model).replaceAll('\n', '')).not.toMatch(INVISIBLE);
  });
});

describe('hostile texts in every place', () => {
  const texts = array(
    oneof(
      string({ unit: 'binary', maxLength: 40 }),
      constantFrom(...HOSTILE),
      string({ unit: constantFrom(...Array.from('`|\\*_[]()<>!#-+=~:@&"\'$^{}\n\t 1.a')) }),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const markdown = (all: readonly string[]): string => markdownOf(documentOf(all)).text;

  it('change nothing of the structure that a reader of markdown sees', () => {
    assert(
      property(texts, (all) => {
        expect(markedShape(markdown(all))).toEqual(markedShape(markdown(all.map(() => 'name'))));
      }),
      { numRuns: 150 },
    );
  });

  it('change nothing of the elements of the page', () => {
    const figures = new Map(Array.from({ length: 3 }, (_, index) => [`figure-${index}`, '<svg role="img"></svg>']));
    const tags = (all: readonly string[]): readonly string[] =>
      writeHtml(documentOf(all), figures)
        .match(/<[^>]*>/g)
        ?.map((tag) => tag.replaceAll(/ title="[^"]*"/g, '')) ?? [];
    assert(
      property(texts, (all) => {
        expect(tags(all)).toEqual(tags(all.map(() => 'name')));
      }),
      { numRuns: 150 },
    );
  });
});

describe('escaping', () => {
  const anything = oneof(
    string({ unit: 'binary', maxLength: 60 }),
    constantFrom(...HOSTILE),
    string({ unit: constantFrom('`', '|', '\\', '"', '<', '“', '”', ' ', 'a', '\n') }),
  );

  it('never lets a character end an HTML text or attribute', () => {
    assert(
      property(anything, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it('never lets a code span leave its cell or its line', () => {
    assert(
      property(anything, (text) => {
        const span = codeMarkdown(text);
        const [fence] = /^`+/.exec(span) ?? [''];
        const inner = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect([...inner.matchAll(/`+/g)].map(([run]) => run.length)).not.toContain(fence.length);
        expect(inner.replaceAll(String.raw`\|`, '')).not.toContain('|');
        expect(span).not.toContain('\n');
      }),
    );
  });

  it('never lets a quote end before its end', () => {
    assert(
      property(anything, (text) => {
        expect(quoteMarkdown(text)).toMatch(/^“[^“”\n]*”$/);
      }),
    );
  });

  it('leaves no markdown, HTML or address alive in plain words', () => {
    assert(
      property(anything, (text) => {
        const escaped = escapeMarkdown(cleanLine(text));
        expect(escaped).not.toMatch(/[<>]/);
        expect(escaped.replaceAll(/\\[\\`*_[\]|~]/g, '')).not.toMatch(/[\\`*_[\]|~](?!\/|@|\.|[-+=#!])/);
        expect(escaped).not.toContain('://');
      }),
    );
  });

  it('shows what cannot be seen, and cuts what is too long', () => {
    expect(cleanLine('a\u202Eb\u0000c\td\r\ne')).toBe('a\ufffdb\ufffdc d e');
    expect(Array.from(cleanLine('\u{1F600}'.repeat(400)))).toHaveLength(160);
    expect(cleanLine('\uD800x')).toBe('\ufffdx');
    expect(cleanLine('plain')).toBe('plain');
  });

  it('writes cells of a CSV that no spreadsheet runs', () => {
    const rows = [
      { name: '=1+1', value: -1 },
      { name: '@x', value: null },
      { name: 'a,"b"\nc', other: true },
    ];
    expect(writeCsv(rows)).toBe('name,value,other\r\n\'=1+1,-1,\r\n\'@x,,\r\n"a,""b"" c",,true\r\n');
    for (const name of ['=1', '+1', '-1', '@a', '\t=1', ' =1', '\r=1', '＝1', '＠a', '"=1'])
      expect(writeCsv([{ name }]).split('\r\n')[1]).toMatch(/^(?:'|"[^=])/);
  });
});
