import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { paragraph } from '../../reports/blocks.ts';
import { checkDocument } from '../../reports/check-document.ts';
import { constant } from '../../reports/claim.ts';
import type { Block, Document, Inline } from '../../reports/document.ts';
import { writeHtml } from '../../reports/html/write.ts';
import { writeMarkdown } from '../../reports/markdown/write.ts';

const documentOf = (...blocks: readonly Block[]): Document => ({ title: 'Authored', blocks });
const markdownOf = (...blocks: readonly Block[]): string =>
  writeMarkdown(documentOf(...blocks), new Map()).text.replace('# Authored\n\n', '');
const htmlOf = (...blocks: readonly Block[]): string => writeHtml(documentOf(...blocks), new Map());
const authored = (text: string): Inline => ({ authored: text });

const NESTED: Block = {
  kind: 'items',
  ordered: true,
  start: 3,
  items: [
    [paragraph(authored('one'), ' ', constant(5, 'count', 'five'))],
    [
      paragraph(authored('two')),
      { kind: 'items', ordered: false, start: 1, items: [[paragraph(authored('inner'))], [paragraph({ emphasis: [authored('last')] })]] },
      { kind: 'code', language: 'sh', text: 'echo 1\n\necho 2' },
      { kind: 'quote', blocks: [paragraph(authored('said')), paragraph(authored('again'))] },
    ],
  ],
};

describe("blocks of an author's text", () => {
  it('keep their nesting in markdown', () => {
    expect(markdownOf(NESTED)).toBe(
      '3. one 5\n\n4. two\n\n   - inner\n   - *last*\n\n   ```sh\n   echo 1\n\n   echo 2\n   ```\n\n   > said\n   >\n   > again\n',
    );
    const html = marked.parse(markdownOf(NESTED), { async: false });
    expect(html.replaceAll(/\s*\n\s*/g, '')).toContain('<ol start="3"><li><p>one 5</p></li><li><p>two</p><ul><li>inner</li>');
    expect(html).toMatch(/<blockquote>\s*<p>said<\/p>\s*<p>again<\/p>\s*<\/blockquote>/);
  });

  it('keep it in HTML, with claims numbered in reading order', () => {
    const html = htmlOf(NESTED, paragraph(constant(7, 'count', 'seven')));
    expect(html).toContain('<ol start="3"><li>one <data id="c1" value="5"');
    expect(html).toContain('<blockquote><p>said</p>\n<p>again</p></blockquote>');
    expect(html).toContain('<data id="c2" value="7"');
  });

  it('may begin with what would begin a list, a heading or a quote', () => {
    for (const text of ['1. not a list', '12) neither', '- nor this', '# no heading', '> no quote', '+ no', '=== no'])
      expect(marked.parse(markdownOf(paragraph(authored(text))), { async: false })).toMatch(/^<p>[^<]*<\/p>\n$/);
  });

  it('link to addresses that nothing in them ends', () => {
    const link: Inline = { href: 'https://example.org/a_(b)?c=1&copy=2', content: [authored('here')] };
    const html = marked.parse(markdownOf(paragraph(link)), { async: false });
    expect(html).toBe('<p><a href="https://example.org/a_%28b%29?c=1&amp;copy=2">here</a></p>\n');
    expect(htmlOf(paragraph(link))).toContain('<a href="https://example.org/a_(b)?c=1&amp;copy=2" rel="noreferrer">here</a>');
  });

  it('are as long as they are, with what cannot be seen shown', () => {
    expect(markdownOf(paragraph(authored(`${'x'.repeat(10_000)}\u202e\u0000`)))).toBe(`${'x'.repeat(10_000)}\ufffd\ufffd\n`);
  });
});

describe('checkDocument on an author’s words', () => {
  it('allows numerals and curly quotes in them, and only there', () => {
    expect(() => checkDocument(documentOf(paragraph(authored('7 of “12”'))))).not.toThrow();
    expect(() => checkDocument(documentOf(paragraph({ emphasis: ['7'] })))).toThrow('A numeral outside a claim');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//host', 'https://a b', 'https://x\n'])(
    'refuses a link to %s',
    (href) => {
      expect(() => checkDocument(documentOf(paragraph({ href, content: [] })))).toThrow('no address');
    },
  );

  it('refuses a reference to nowhere, within a list too', () => {
    const items: Block = { kind: 'items', ordered: false, start: 1, items: [[paragraph({ reference: 'gone', content: ['there'] })]] };
    expect(() => checkDocument(documentOf(items))).toThrow('Nothing has the anchor "gone"');
  });
});
