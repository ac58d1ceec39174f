import { Lexer, type Token, type Tokens } from 'marked';
import { anchorId } from '../schema.ts';
import type { Problem } from '../problem.ts';
import { readDirective, type Directive } from './directive.ts';
import { plainText } from './inlines.ts';
import type { LexedText, Mark } from './lex.ts';

/** What a text consists of at its top level, in reading order. `id`: as the author gave it. */
export type Piece =
  | { readonly kind: 'heading'; readonly depth: number; readonly text: string; readonly id: string | null; readonly place: string }
  | { readonly kind: 'prose'; readonly token: Token; readonly source: Source }
  | { readonly kind: 'measured'; readonly directive: Directive; readonly id: string | null; readonly place: string }
  | {
      readonly kind: 'table';
      readonly token: Tokens.Table;
      readonly caption: readonly Token[];
      readonly id: string | null;
      readonly place: string;
      readonly source: Source;
    };

/** Where the tokens of a piece come from. */
export interface Source {
  readonly lexed: LexedText;
  readonly offset: number;
}

/** What stands for a block of its own; all else stands in a sentence. */
export const BLOCK_NAMES = ['figure', 'table', 'diagram'];

const CAPTION = /^Table: */;
const ID_BEHIND = /\s*\{#([^}]*)\}\s*$/;
const LONGEST_HEADING = 160;

export function piecesOf(lexed: LexedText, problems: Problem[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const placed = placedTokens(lexed);
  const captions = captionsOf(placed);
  const used = new Set(captions.values());
  for (const one of placed) {
    const { token, source, place } = one;
    if (token.type === 'heading') pieces.push(headingOf(token as Tokens.Heading, lexed, place, problems));
    else if (token.type === 'table') {
      const caption = captions.get(one);
      if (caption === undefined) {
        problems.push({ place, message: 'a table needs a caption: a paragraph "Table: what it shows {#its-id}" before or behind it' });
        continue;
      }
      const { text, id } = splitId((caption.token as Tokens.Paragraph).text.replace(CAPTION, ''), caption.place, problems);
      pieces.push({ kind: 'table', token: token as Tokens.Table, caption: Lexer.lexInline(text), id, place, source });
    } else if (!used.has(one)) pieces.push(...(measuredOf(token, lexed, problems) ?? [{ kind: 'prose', token, source } as const]));
  }
  return pieces;
}

interface PlacedToken {
  readonly token: Token;
  readonly source: Source;
  readonly place: string;
}

function placedTokens(lexed: LexedText): readonly PlacedToken[] {
  let offset = 0;
  return lexed.tokens.flatMap((token): readonly PlacedToken[] => {
    const source = { lexed, offset };
    offset += token.raw.length;
    return token.type === 'space' || token.type === 'def' ? [] : [{ token, source, place: lexed.placesFrom(source.offset)(token.raw) }];
  });
}

/** Which caption belongs to which table: the one before it, unless that is another's, else the one behind. */
function captionsOf(placed: readonly PlacedToken[]): ReadonlyMap<PlacedToken, PlacedToken> {
  const captions = new Map<PlacedToken, PlacedToken>();
  const isCaption = (one: PlacedToken | undefined): one is PlacedToken =>
    one?.token.type === 'paragraph' && CAPTION.test((one.token as Tokens.Paragraph).text);
  for (const [index, one] of placed.entries()) {
    if (one.token.type !== 'table') continue;
    const [before, behind] = [placed[index - 1], placed[index + 1]];
    const own = isCaption(before) && ![...captions.values()].includes(before) ? before : behind;
    if (isCaption(own)) captions.set(one, own);
  }
  return captions;
}

function headingOf(token: Tokens.Heading, lexed: LexedText, place: string, problems: Problem[]): Piece {
  const { text, id } = splitId(plainText(token.tokens, lexed), place, problems);
  if (lexed.split(token.text).some((part) => typeof part !== 'string'))
    problems.push({ place, message: 'a heading holds nothing measured' });
  if (text.length > LONGEST_HEADING) problems.push({ place, message: `a heading has at most ${LONGEST_HEADING} characters` });
  if (text.trim() === '') problems.push({ place, message: 'a heading is empty' });
  return { kind: 'heading', depth: token.depth, text: lexed.restore(text), id, place };
}

/** `Method {#method}` → its words and its id. */
function splitId(text: string, place: string, problems: Problem[]): { readonly text: string; readonly id: string | null } {
  const match = ID_BEHIND.exec(text);
  if (match === null) return { text, id: null };
  const checked = anchorId.safeParse(match[1]);
  if (!checked.success) problems.push({ place, message: `{#${match[1]}}: ${checked.error.issues[0]?.message ?? 'no id'}` });
  return { text: text.slice(0, match.index), id: checked.success ? checked.data : null };
}

/** Blocks that stand alone on their lines; undefined where the paragraph holds anything else. */
function measuredOf(token: Token, lexed: LexedText, problems: Problem[]): readonly Piece[] | undefined {
  if (token.type !== 'paragraph') return undefined;
  const parts = lexed.split((token as Tokens.Paragraph).text).filter((part) => typeof part !== 'string' || part.trim() !== '');
  const marks = parts.filter((part): part is Mark => typeof part !== 'string');
  const read = marks.map((mark) => ({ mark, directive: mark.text === null ? 'not closed' : readDirective(mark.text) }));
  const isBlock = read.every(({ directive }) => typeof directive !== 'string' && BLOCK_NAMES.includes(directive.name));
  if (marks.length === 0 || marks.length < parts.length || !isBlock) return undefined;
  return read.flatMap(({ mark: { place }, directive }): readonly Piece[] => {
    if (typeof directive === 'string') return [];
    const id = directive.options.get('id');
    const checked = anchorId.safeParse(id);
    if (id !== undefined && !checked.success)
      problems.push({ place, message: `id=${id} ${checked.error.issues[0]?.message ?? 'is no id'}` });
    return [{ kind: 'measured', directive, id: checked.success ? checked.data : null, place }];
  });
}
