import { byLine, type Place } from './place.ts';

export interface LooseNumeral extends Place {
  readonly text: string;
}

/** Numerals of a markdown report that none of these pieces of text covers; what the rules of reports/README.md allow is left out. */
export function looseNumerals(markdown: string, covered: readonly LooseNumeral[]): readonly LooseNumeral[] {
  const pieces = byLine(covered);
  let fence = '';
  return markdown.split('\n').flatMap((line, index) => {
    const [opening] = /^`{3,}/.exec(line) ?? [];
    if (opening !== undefined && (fence === '' || opening.length >= fence.length)) {
      fence = fence === '' ? opening : '';
      return [];
    }
    if (fence !== '' || /^#{1,6} /.test(line) || line.startsWith('![')) return [];
    return numeralsOf(mask(line)).flatMap(({ column, text }) => {
      const isCovered = (pieces.get(index + 1) ?? []).some(
        (piece) => column >= piece.column && column + text.length <= piece.column + piece.text.length,
      );
      return isCovered ? [] : [{ line: index + 1, column, text }];
    });
  });
}

/** Numerals that begin a word, with the column where they stand; the full stop of a sentence is none of it. */
export function numeralsOf(line: string): readonly { readonly column: number; readonly text: string }[] {
  return [...line.matchAll(/(?<![\p{L}\p{N}_])\p{N}[\p{N}.,]*/gu)].map((match) => ({
    column: match.index + 1,
    text: match[0].replace(/[.,]+$/, ''),
  }));
}

/** Blanks of the same length where numerals may stand: anchors, code spans, link targets, quoted words, instants, the numbers of a list. */
export function mask(line: string): string {
  const shapes = [/^\s*\d+\. /g, /<a id="[^"]*"><\/a>/g, /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, /\]\([^)\s]*\)/g, /“[^”]*”/g, INSTANT];
  return shapes.reduce((text, shape) => text.replaceAll(shape, (found) => ' '.repeat(found.length)), line);
}

/** ISO 8601 as reports print it, in UTC or with an offset. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)/g;

/** A text of the report's own without its instants. */
export function withoutInstants(text: string): string {
  return text.replaceAll(INSTANT, (found) => ' '.repeat(found.length));
}
