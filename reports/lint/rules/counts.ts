import type { LintRule, RuleProblem } from '../lint-problem.ts';
import { countOfWords, COUNT_SOURCE } from '../number-words.ts';
import { plain, type LintBlock, type LintText } from '../read-text.ts';
import { sectionNumbers, sentencesOf } from '../sections.ts';

type Table = LintBlock & { readonly kind: 'table' };

/** A column of few words that come again: a status, an impact, an outcome. */
interface Category {
  readonly title: string;
  readonly counts: ReadonlyMap<string, number>;
}

const FEWEST_ROWS = 2;
const LONGEST_VALUE = 4;
/** What the rows of such a table are called. */
const ROWS = String.raw`(?:open |known |identified |reported |such |different )?(?:issues|findings|problems|incidents|outages|entries|items|rows)`;

/**
 * Counts in a sentence that disagree with a table: `2 in progress` where three rows say so, `eight issues` over nine rows. Held against the table that the
 * paragraph names, else the nearest one of the same section, and only where a column of it has that word.
 */
export const counts: LintRule = (text) => {
  const sections = sectionNumbers(text.blocks);
  return text.blocks.flatMap((block, index) => {
    if (block.kind !== 'prose') return [];
    const table = tableFor(text, sections, index);
    if (table === undefined) return [];
    const categories = categoriesOf(table);
    return sentencesOf(block).flatMap((sentence) => {
      const found = categories.flatMap((category) => countsIn(sentence, category));
      const wrong = found.flatMap(({ problem }) => (problem === null ? [] : [problem]));
      return [...wrong, ...(found.length === 0 && !namesTable(block.text) ? [] : totalsIn(sentence, table))];
    });
  });
};

const namesTable = (text: string): boolean => /\btable\s+\d+/i.test(text);

/** The table that is named in the paragraph, or the nearest of the section. */
function tableFor({ blocks }: LintText, sections: readonly number[], index: number): Table | undefined {
  const { text } = blocks[index] as LintBlock & { readonly kind: 'prose' };
  const named = /\btable\s+(\d+)/i.exec(text)?.[1];
  const tables = blocks.flatMap((block, at) => (block.kind === 'table' ? [{ block, at }] : []));
  const own = tables.filter(({ at }) => Math.abs(at - index) === 1 && captionNumber(blocks[index]) !== undefined);
  if (named !== undefined && own.length === 0) {
    const found = tables.find(({ at }) => captionNumber(blocks[at - 1]) === named || captionNumber(blocks[at + 1]) === named);
    if (found !== undefined) return found.block;
  }
  const near = tables.filter(({ at }) => sections[at] === sections[index]);
  return near.toSorted((a, b) => Math.abs(a.at - index) - Math.abs(b.at - index))[0]?.block;
}

/** `Table 4: …` → 4. */
function captionNumber(block: LintBlock | undefined): string | undefined {
  return block?.kind === 'prose' ? /^[\s*_]*table\s+(\d+)/i.exec(block.text)?.[1] : undefined;
}

function categoriesOf({ columns, rows }: Table): readonly Category[] {
  if (rows.length < FEWEST_ROWS) return [];
  return columns.flatMap((title, column) => {
    const values = rows.map((row) => plain(row[column]?.text ?? '').toLowerCase());
    const isWords = values.every(
      (value) => value === '' || (/^[\p{L}][\p{L} -]*$/u.test(value) && value.split(/[ -]/).length <= LONGEST_VALUE),
    );
    const kinds = new Set(values.filter((value) => value !== ''));
    const isNamed = /status|state|impact|severity|priority|outcome|result|verdict/i.test(title);
    if (!isWords || kinds.size === 0 || !isNamed) return [];
    const found = new Map<string, number>();
    for (const value of values) if (value !== '') found.set(value, (found.get(value) ?? 0) + 1);
    return [{ title, counts: found }];
  });
}

interface Counted {
  readonly problem: RuleProblem | null;
}

function countsIn(sentence: { readonly text: string; readonly offset: number }, { title, counts: values }: Category): readonly Counted[] {
  return [...values].flatMap(([value, rows]) => {
    const words = wordsOf(value, [...values.keys()]);
    const filler = String.raw`(?:\s+(?:${ROWS}|of\s+them|are|is|were|was|have\s+been|has\s+been|remain|remains|still|of|with|at|a|an|issue|finding))*`;
    const shape = new RegExp(
      String.raw`(${COUNT_SOURCE})(${filler})\s+(?:${words})(?![\p{L}\p{N}-])|(?<![\p{L}\p{N}-])(?:${words})\s*[:=(]\s*(${COUNT_SOURCE})`,
      'giu',
    );
    return [...sentence.text.matchAll(shape)].map((match) => {
      const said = match[1] ?? match[3] ?? '';
      const offset = sentence.offset + match.index + match[0].indexOf(said);
      const message = `"${said} ${value}", but the column ${title} of the table has ${rows === 1 ? 'one such row' : `${rows} such rows`}: mend the sentence or the table`;
      return { problem: countOfWords(said) === rows ? null : { offset, message } };
    });
  });
}

/** `pending review` may be called `pending` where nothing else begins so. */
function wordsOf(value: string, all: readonly string[]): string {
  const whole = value.replaceAll(/[ -]+/g, String.raw`[\s-]+`);
  const [first = ''] = value.split(/[ -]/);
  const isAlone = first !== value && first.length > 3 && all.filter((other) => other.startsWith(first)).length === 1;
  return isAlone ? `${whole}|${first}` : whole;
}

function totalsIn(sentence: { readonly text: string; readonly offset: number }, { rows }: Table): readonly RuleProblem[] {
  const shape = new RegExp(
    String.raw`(${COUNT_SOURCE})\s+${ROWS}(?![\p{L}\p{N}-])(?!\s+(?:are|were|is|was|remain|of|with|at|have|has)\b)`,
    'giu',
  );
  return [...sentence.text.matchAll(shape)].flatMap((match) => {
    const said = match[1] ?? '';
    if (countOfWords(said) === rows.length) return [];
    return [
      {
        offset: sentence.offset + match.index,
        message: `"${match[0]}", but the table has ${rows.length} rows: mend the sentence or the table`,
      },
    ];
  });
}
