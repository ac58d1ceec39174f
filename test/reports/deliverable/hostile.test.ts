import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, array, constantFrom, property, string } from 'fast-check';
import { marked } from 'marked';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { measuredCampaigns } from '../../../reports/deliverable/measured/campaigns.ts';
import { lexText } from '../../../reports/deliverable/text/lex.ts';
import { writeHtml } from '../../../reports/html/write.ts';
import { writeMarkdown } from '../../../reports/markdown/write.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { deliverableOf, storyFacts } from '../deliverable-of.ts';
import { HOSTILE } from '../hostile.ts';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// oxlint-disable-next-line no-control-regex -- these are what must not be there
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
/** Nothing was measured: what is written is the author's. */
const UNMEASURED = measuredCampaigns({ ...storyFacts(), campaigns: [] });
const LATEX = String.raw`\input{/etc/passwd} \write18{id} $x_1^2$ % & # ~ {\bf b}`;
const MORE = [...HOSTILE, LATEX, '{{figure}} {{ref x}}', '</script><!-- ]]> -->', '\u202e12 \u2066abc', 'javascript:alert(1)'];

/** What a field of one line may hold: the rest of what is hostile is refused by the schema with its place. */
const lineOf = (text: string): string =>
  text
    .replaceAll(/[\r\n]+/g, ' ')
    .trim()
    .slice(0, 150) || 'x';

function yamlOf(text: string): string {
  const line = lineOf(text);
  return stringify({
    title: line,
    subtitle: line,
    number: line,
    project: line,
    dissemination: { level: line, means: line },
    version: line,
    authors: [line, { name: line, partner: line }],
    reviewers: [line],
    partners: [{ name: line, short: line, country: line }],
    history: [{ version: line, date: '2026-11-25', author: line, change: line }],
    keywords: [line],
    glossary: { [line.slice(0, 40).trim() || 'x']: line },
    campaigns: { testbed: 'before', production: 'after' },
    sections: [
      { title: line, id: 'first', text: 'part.md' },
      { title: 'Measured', markdown: '{{table looks}}' },
    ],
  });
}

const TAGS = new Set(
  'html head meta title link style script body header main h1 h2 h3 h4 h5 h6 nav ol ul li a aside p strong em code bdi q data time span div table thead tbody tr th td figure figcaption pre svg g path rect line text defs clippath clipPath details summary blockquote dl dt dd hr button template'.split(
    ' ',
  ),
);

describe('a deliverable of hostile words', () => {
  it.each(MORE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))('keeps its shape: %s', async (_, text) => {
    const file = join(folder, 'd.yaml');
    writeFileSync(file, yamlOf(text));
    // As code nothing in it is a directive, a link or a picture that would rightly be refused.
    const fence = '`'.repeat(12);
    writeFileSync(join(folder, 'part.md'), `${fence}\n${text}\n${fence}\n\n- ${fence} ${lineOf(text)} ${fence}\n`);
    const { document, problems } = deliverableOf(file);
    expect(problems).toEqual([]);
    const files = await renderReport(document);
    const [markdown = '', html = ''] = [files.get('report.md'), files.get('report.html')];
    const page = html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '');
    expect([...files].filter(([name, content]) => name.endsWith('.md') && INVISIBLE.test(content)).map(([name]) => name)).toEqual([]);
    expect(INVISIBLE.test(page)).toBe(false);
    expect([...page.matchAll(/<\/?([a-zA-Z][\w-]*)/g)].map(([, tag]) => tag).filter((tag) => !TAGS.has(tag ?? ''))).toEqual([]);
    expect(/<[^>]*\son\w+\s*=/i.exec(page.replaceAll(/"[^"]*"/g, '""'))?.[0]).toBeUndefined();
    expect(/(?:href|src)="(?!#|data:,).{0,40}/.exec(page)?.[0]).toBeUndefined();
    const seen = marked.parse(markdown, { async: false });
    expect(seen.match(/<table>/g)?.length).toBe([...page.matchAll(/<table /g)].length);
    expect(seen).not.toMatch(/<(?:script|img src=x|svg|b)\b/);
    expect([...seen.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href).filter((href) => !href?.startsWith('#'))).toEqual([]);
  });

  // A fixed seed: marked reads marks of emphasis beside entities otherwise than CommonMark has it, about once in three thousand.
  it('says the same in markdown and in HTML, whatever the author wrote', () => {
    const file = join(folder, 'p.yaml');
    const piece = constantFrom(
      '<b>',
      'x',
      'y z',
      '1.',
      '-',
      '|',
      '#',
      '*a*',
      '**b**',
      '**',
      '_c_',
      '_',
      '`d`',
      '`',
      '~',
      '\\',
      '&lt;',
      '&amp;amp;',
      '\n',
      '\n\n',
      ' ',
      '> ',
      '[e](#s)',
      '[',
      '](',
      '"',
      '\u202e',
      '\u0007',
      '$',
      '{',
      '}',
      '!',
      '://',
      'www.',
      '@',
      '12)',
      '+',
      '=',
      '://a.b',
    );
    assert(
      property(array(piece, { maxLength: 25 }), (parts) => {
        writeFileSync(file, stringify({ title: 'T', sections: [{ title: 'S', id: 's', markdown: `begin\n\n${parts.join('')}\n\nend` }] }));
        const { document, problems } = deliverableOf(file, UNMEASURED);
        // What is refused is not written.
        if (problems.length > 0) return;
        const markdown = marked.parse(writeMarkdown(document, new Map()).text, { async: false });
        const html = /<main[^>]*>([\s\S]*)<\/main>/.exec(writeHtml(document, new Map()))?.[1] ?? '';
        expect(wordsOf(markdown)).toBe(wordsOf(html));
        expect(markdown).not.toMatch(/<(?:b|img|script)\b|href="(?!#|http:\/\/www\.|mailto:)/);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

/** The words of a page from its first section on, without its tags. */
function wordsOf(html: string): string {
  return html
    .slice(html.lastIndexOf('begin'))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, '');
}

describe('braces', () => {
  it('come back as they were from any text', () => {
    const text = string({ unit: constantFrom('{{', '}}', 'a', ' ', '\n', '`', '"', '=', '\\', '|', '\uE000', '\uE001'), maxLength: 40 });
    assert(
      property(text, (source) => {
        const lexed = lexText(source, (line, column) => `${line}:${column}`);
        const raw = lexed.tokens.map((token) => token.raw).join('');
        const clean = source.replaceAll(/[\uE000\uE001]/g, '\ufffd');
        expect(lexed.restore(raw)).toBe(clean);
        for (const part of lexed.split(raw)) {
          if (typeof part === 'string') continue;
          const [line = 0, column = 0] = part.place.split(':').map(Number);
          expect(clean.split('\n')[line - 1]?.slice(column - 1, column - 1 + part.raw.length)).toBe(part.raw);
        }
      }),
      { numRuns: 300 },
    );
  });
});
