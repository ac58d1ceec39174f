import type { Token, Tokens } from 'marked';
import type { Inline } from '../../document.ts';
import { decodeEntities } from '../../../src/core/decode-entities.ts';
import type { LexedText, Mark } from './lex.ts';

/** What the text of one file is turned into blocks with. */
export interface Conversion {
  readonly lexed: LexedText;
  /** Where a token of this piece of text stands. */
  readonly placeOf: (raw: string) => string;
  /** What a mark within a sentence stands for. */
  readonly measured: (mark: Mark) => readonly Inline[];
  /** A link to an anchor of this document: false where nothing has it. */
  readonly hasAnchor: (id: string) => boolean;
  readonly problem: (place: string, message: string) => void;
}

/** Longer code is cut in a line of text. */
const LONGEST_CODE = 160;
const ADDRESS = /^(?:https?:\/\/|mailto:)/i;

/** Words of an author: emphasis, code, links and what is measured; HTML is text like any other. */
export function authoredInlines(tokens: readonly Token[], conversion: Conversion): readonly Inline[] {
  return tokens.flatMap((token) => inlineOf(token, conversion));
}

/** The words alone, without what they look like; what is measured is not in it. */
export function plainText(tokens: readonly Token[], lexed: LexedText): string {
  return tokens
    .map((token): string => {
      const { tokens: inner } = token as { tokens?: Token[] };
      if (inner !== undefined) return plainText(inner, lexed);
      return token.type === 'text' || token.type === 'escape' ? decodeEntities((token as Tokens.Text).text) : (token as Tokens.Text).text;
    })
    .join('');
}

function inlineOf(token: Token, conversion: Conversion): readonly Inline[] {
  const { lexed, placeOf, problem } = conversion;
  const inner = (): readonly Inline[] => authoredInlines((token as { tokens?: Token[] }).tokens ?? [], conversion);
  switch (token.type) {
    case 'text':
      return (token as Tokens.Text).tokens === undefined ? authoredText((token as Tokens.Text).text, conversion) : inner();
    case 'escape':
      return [{ authored: (token as Tokens.Escape).text }];
    case 'strong':
      return [{ strong: inner() }];
    case 'em':
      return [{ emphasis: inner() }];
    case 'br':
      return [{ authored: ' ' }];
    case 'checkbox':
      return [checkbox(token as Tokens.Checkbox)];
    case 'codespan': {
      const text = lexed.restore((token as Tokens.Codespan).text);
      if (text.length > LONGEST_CODE)
        problem(placeOf(token.raw), `code of more than ${LONGEST_CODE} characters in a line: use a block of code`);
      return [{ code: text }];
    }
    case 'link':
      return linkOf(token as Tokens.Link, inner, conversion);
    case 'image':
      problem(
        placeOf(token.raw),
        'pictures are drawn from measured rows and not taken from files: link to it, or ask for a figure or a diagram',
      );
      return [];
    case 'del':
      problem(placeOf(token.raw), 'text that is struck out is not carried over: take it out');
      return [];
    default:
      // HTML, and whatever else there may be: visible, never markup.
      return [{ authored: lexed.restore(token.raw).replaceAll(/\s*\n\s*/g, ' ') }];
  }
}

export function checkbox({ checked }: Tokens.Checkbox): Inline {
  return { authored: checked ? '☑ ' : '☐ ' };
}

function authoredText(text: string, { lexed, measured }: Conversion): readonly Inline[] {
  return lexed
    .split(text)
    .flatMap((part) => (typeof part === 'string' ? [{ authored: decodeEntities(part).replaceAll(/\s*\n\s*/g, ' ') }] : measured(part)));
}

function linkOf(link: Tokens.Link, inner: () => readonly Inline[], conversion: Conversion): readonly Inline[] {
  const { lexed, placeOf, hasAnchor, problem } = conversion;
  const href = decodeEntities(lexed.restore(link.href));
  const place = placeOf(link.raw);
  if (href.startsWith('#')) {
    if (!hasAnchor(href.slice(1))) problem(place, `a link to ${href}: nothing here has that id`);
    return [{ reference: href.slice(1), content: inner() }];
  }
  const address = ADDRESS.test(href) && URL.canParse(href) ? new URL(href).href : null;
  if (address === null || /[^!-~]/.test(address)) {
    problem(place, `a link to "${href.slice(0, 80)}": only https, http and mailto addresses and #ids can be linked to`);
    return inner();
  }
  return [{ href: address, content: inner() }];
}
