import { describe, expect, it } from 'vitest';
import { code, heading, paragraph, table } from '../../reports/blocks.ts';
import { checkDocument } from '../../reports/check-document.ts';
import { constant } from '../../reports/claim.ts';
import type { Block, Inline } from '../../reports/document.ts';
import { markdownOf } from './documents.ts';
import { looseNumerals } from '../../reports/verify/loose-numerals.ts';

const check = (...blocks: readonly Block[]): void => checkDocument({ title: 'T 1', blocks });

const scan = (...content: readonly Inline[]): readonly string[] => {
  const { text, claims } = markdownOf({ title: 'T', blocks: [paragraph(...content)] });
  return looseNumerals(text, claims).map(({ line, column, text: numeral }) => `${line}:${column} ${numeral}`);
};

describe('checkDocument', () => {
  it.each(['took 12 s', '5 %', 'about -3', 'x (1.5)', '٣ units', 'between 1'])('refuses a numeral in plain words: %s', (text) => {
    expect(() => check(paragraph(text))).toThrow(/numeral outside a claim/);
  });

  it('refuses one in a column title, in a cell and in strong words', () => {
    expect(() => check(table('t', [], ['First 10'], []))).toThrow(/numeral/);
    expect(() => check(table('t', [], ['A'], [[['10']]]))).toThrow(/numeral/);
    expect(() => check(paragraph({ strong: ['10'] }))).toThrow(/numeral/);
  });

  it('takes claims, names, quoted words, instants, headings and words that hold a digit', () => {
    const words = paragraph(
      'p95 and Q1 by k6: ',
      constant(5, 'percent', 'a limit'),
      ', ',
      code('node 20'),
      ', ',
      { quote: '7 of 9' },
      ', ',
      { time: 0 },
    );
    expect(() => check(heading(1, 'Run 12', 'run-12'), words)).not.toThrow();
  });

  it('refuses curly quotes in its own words, anchors used twice and links to nowhere', () => {
    expect(() => check(paragraph('so-called “steady”'))).toThrow(/Curly quotes/);
    expect(() => check(heading(1, 'A', 'a'), heading(1, 'B', 'a'))).toThrow(/used twice/);
    expect(() => check(heading(1, 'A', 'A b'))).toThrow(/cannot be an anchor/);
    expect(() => check(paragraph({ link: 'nowhere', text: 'x' }))).toThrow(/Nothing has the anchor/);
  });
});

describe('the scan of a markdown report for loose numerals', () => {
  it('finds one, and one beside a claim, and one after a code span', () => {
    expect(scan('took 12 s')).toEqual(['3:6 12']);
    expect(scan(constant(5, 'count', 'x'), ' of 7')).toEqual(['3:6 7']);
    expect(scan(code('a `1` b'), ' and 3')).toHaveLength(1);
    expect(scan({ quote: '1' }, ' 4')).toHaveLength(1);
  });

  it('finds none where each is a claim or stands where it may', () => {
    expect(
      scan(constant(5, 'count', 'x'), ' of ', constant(7, 'count', 'y'), ', ', code('12'), ', p95, ', { time: 5 }, { quote: '9' }),
    ).toEqual([]);
  });
});
