import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { backoffMs } from '../../src/notify/backoff.ts';
import { atlassianDocument, documentText } from '../../src/notify/jira/atlassian-document.ts';
import { commentContent, ticketContent } from '../../src/notify/jira/message-content.ts';
import { retryAfterMs } from '../../src/notify/jira/retry-after.ts';
import { wikiMarkup } from '../../src/notify/jira/wiki-markup.ts';
import { othersLine } from '../../src/notify/others-text.ts';
import { documentProblem } from '../fakes/jira-document.ts';
import { makeFinding } from '../reports/make-finding.ts';

const wiki = (text: string): string => wikiMarkup([{ kind: 'paragraph', text }]);
/** What JIRA shows of it: escapes are taken away. */
const shown = (markup: string): string =>
  markup.replaceAll(
    /\\(.)|&#(\d+);/gs,
    (_, character: string | undefined, code: string | undefined) => character ?? String.fromCharCode(Number(code)),
  );
/** With a dot for every escaped character: what is left must hold no markup. */
const bare = (markup: string): string => markup.replaceAll(/\\.|&#\d+;/gs, '·');

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom('{code}', '{noformat}', '[x|http://e.org]', '[~ada]', '!a.png!', '*b*', '_i_', '-s-', '??c??', '^u^', '~d~', '+i+', '||h||', '\\', '\\\\', '&#92;', '&amp;', '(x)', '(!)', ':)', ';)', ':-)', 'h1. ', 'bq. ', '# ', '* ', '- ', '----', '{{m}}', '\n', ' ', 'word', 'a-b', '\u202e', '\u0000', '\ud83d', '😀', '<script>'), // prettier-ignore
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('wiki markup', () => {
  it.each([
    ['{code}rm -rf{code}', '\\{code\\}rm \\-rf\\{code\\}'],
    ['see [~ada] and [x|http://e.org]', 'see \\[\\~ada\\] and \\[x\\|http://e.org\\]'],
    ['max_retries_exceeded', 'max\\_retries\\_exceeded'],
    ['eu-west-1 is -down-', 'eu-west-1 is \\-down\\-'],
    ['h1. Title\nbq. words\nh1.x', 'h1&#46; Title\nbq&#46; words\nh1.x'],
    ['C:\\temp', 'C:&#92;temp'],
    ['fine :) or (x)', 'fine \\:) or \\(x)'],
    ['# a list', '\\# a list'],
    ['issue #3', 'issue #3'],
    ['\\)', '&#92;&#41;'],
    ['&lt;b&gt; & c', '&#38;lt;b&#38;gt; & c'],
    ['is it?? no', 'is it\\?\\? no'],
  ])('shows %j and formats nothing', (text, markup) => {
    expect(wiki(text)).toBe(markup);
    expect(shown(markup)).toBe(text);
  });

  it('loses nothing, and leaves no markup, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markup = wiki(text);
        expect(shown(markup)).toBe(text);
        expect(bare(markup)).not.toMatch(
          /[{}[\]|!*_^~+\\]|\?\?|^[ \t]*(?:h[1-6]|bq)\. |&#?\w+;|(?:^|\s)-|-(?:\s|$)|\((?:[ynix/!+?*-]|on|off)\)|[:;]-?[()PDp]/m,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the Atlassian Document Format', () => {
  it('is a valid document of the same text, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, (description) => {
        const content = ticketContent(makeFinding({ description, title: description, intended: description }), (text) => text);
        if (content.do !== 'create') throw new Error('no ticket');
        const document = atlassianDocument(content.blocks);
        expect(documentProblem(document)).toBeUndefined();
        expect(documentProblem(JSON.parse(JSON.stringify(document)))).toBeUndefined();
        expect(content.summary).toMatch(/^[^\n\r\p{Cc}]{1,250}$/u);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps line ends as breaks and drops empty texts', () => {
    expect(atlassianDocument([{ kind: 'paragraph', text: 'a\n\nb' }]).content?.[0]?.content?.map(({ type }) => type)).toEqual([
      'text',
      'hardBreak',
      'hardBreak',
      'text',
    ]);
    expect(documentText(atlassianDocument([{ kind: 'list', items: ['x', 'y'] }]))).toBe('x\ny');
  });
});

describe('the length of a message', () => {
  it.each(['\\'.repeat(40_000), '😀'.repeat(20_000), '{'.repeat(40_000)])('stays below what JIRA takes, escapes included', (text) => {
    const links = Array.from({ length: 60 }, (_, n) => ({ kind: 'url' as const, ref: `https://example.org/${n}/${text.slice(0, 2_000)}` }));
    const row = makeFinding({ title: text, description: text, target: text, intended: text, reporter: text, links });
    const content = ticketContent(row, (same) => same);
    if (content.do !== 'create') throw new Error('no ticket');
    expect(content.summary.length).toBeLessThan(255);
    expect(wikiMarkup(content.blocks).length).toBeLessThan(32_000);
    expect(documentProblem(atlassianDocument(content.blocks))).toBeUndefined();
    const entry = { at: 1, status: 'Open' as const, who: text, reason: text };
    const comment = commentContent({ do: 'comment', at: 1, entry, before: null }, (same) => same);
    if (comment.do !== 'comment') throw new Error('no comment');
    expect(wikiMarkup(comment.blocks).length).toBeLessThan(32_000);
  });

  it('cuts no character in two', () => {
    expect(othersLine('ab😀', 3)).toBe('ab…');
    expect(othersLine('a b\n c', 9)).toBe('a b c');
  });
});

describe('waiting', () => {
  it('doubles, has a spread, ends at an hour, and is never less than what the server asked', () => {
    expect([1, 2, 3].map((attempt) => backoffMs(attempt, () => 0, null))).toEqual([1_000, 2_000, 4_000]);
    expect([1, 2, 3].map((attempt) => backoffMs(attempt, () => 1, null))).toEqual([2_000, 4_000, 8_000]);
    expect(backoffMs(1_000, () => 1, null)).toBe(3_600_000);
    expect(backoffMs(1, () => 0, 90_000)).toBe(90_000);
    const random = seededRandom(3);
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(4, random, null))).size).toBeGreaterThan(15);
  });

  it.each<[string | null, number | null]>([
    [null, null],
    ['0', 0],
    [' 12 ', 12_000],
    ['1.5', 1_500],
    ['999999999', 86_400_000],
    ['Wed, 25 Nov 2026 10:01:00 GMT', 60_000],
    ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
    ['-3', null],
    ['soon', null],
    ['', null],
  ])('reads Retry-After %j', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-11-25T10:00:00Z') * 1_000)).toBe(ms);
  });
});
