import { Lexer, type Token } from 'marked';
import { UNSAFE } from '../../../src/core/clean-text.ts';
import type { PlaceAt } from '../problem.ts';

/** An author's text as markdown tokens. What stands between double braces is a mark in them: markdown must not see its inside. */
export interface LexedText {
  readonly tokens: readonly Token[];
  /** Cuts text of a token at its marks; a mark is what stands between the braces, null where they do not close. */
  split(text: string): readonly (string | Mark)[];
  /** Text of a token as the author wrote it: within code, braces are braces. */
  restore(text: string): string;
  /**
   * Tells where tokens stand, looking from an offset on: the sum of the raw lengths of the top-level tokens before. To be asked in reading order:
   * what stands twice is taken to be the next.
   */
  placesFrom(offset: number): (raw: string) => string;
}

export interface Mark {
  readonly text: string | null;
  readonly raw: string;
  readonly place: string;
}

// Two characters of the private use area, which have no meaning to markdown and none in anybody's text.
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g');
const BRACES = /(?<!\\)\{\{((?:[^{}"\n]|"(?:[^"\\\n]|\\.)*")*)\}\}|(?<!\\)\{\{/g;

export function lexText(source: string, placeAt: PlaceAt): LexedText {
  const marks: Mark[] = [];
  const clean = visible(source);
  const lines = clean.split('\n').map((line, index) =>
    line.replaceAll(BRACES, (raw: string, text: string | undefined, offset: number) => {
      marks.push({ text: text ?? null, raw, place: placeAt(index + 1, offset + 1) });
      return `${OPEN}${marks.length - 1}${CLOSE}`;
    }),
  );
  const marked = lines.join('\n');
  const markAt = (index: string): Mark => marks[Number(index)] as Mark;
  const restore = (text: string): string => text.replaceAll(MARK, (_, index: string) => markAt(index).raw);
  return {
    tokens: Lexer.lex(marked, { gfm: true }),
    restore,
    split: (text) =>
      text.split(MARK).flatMap((part, index): readonly (string | Mark)[] => (index % 2 === 1 ? [markAt(part)] : part === '' ? [] : [part])),
    placesFrom(offset) {
      let cursor = offset;
      return (raw) => {
        const [first = ''] = raw.replace(/^\n+/, '').split('\n');
        const found = marked.indexOf(first, cursor);
        if (found !== -1) cursor = found;
        const before = marked.slice(0, cursor).split('\n');
        return placeAt(before.length, restore(before.at(-1) ?? '').length + 1);
      };
    },
  };
}

/** Everything that can be seen, lines as lines; what cannot becomes U+FFFD. */
function visible(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) =>
      line
        .replaceAll('\t', '    ')
        .replaceAll(UNSAFE, '\ufffd')
        .replaceAll(/[\uE000\uE001]/g, '\ufffd'),
    )
    .join('\n');
}
