import { Lexer, type Tokens } from 'marked';

/** What a rule looks at, in reading order. `offset`: where it begins in the source. */
export type LintBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly offset: number }
  | { readonly kind: 'prose'; readonly text: string; readonly offset: number }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly LintCell[])[];
      readonly offset: number;
    }
  | { readonly kind: 'image'; readonly alt: string; readonly title: string; readonly offset: number }
  | { readonly kind: 'other'; readonly offset: number };

export interface LintCell {
  readonly text: string;
  readonly offset: number;
}

export interface LintText {
  readonly source: string;
  /** The same with code blanked out. */
  readonly withoutCode: string;
  readonly blocks: readonly LintBlock[];
}

/**
 * Markdown as blocks of words. What is no word of the text is blanked out, so that places stay: code spans, tags, the targets of links,
 * quoted words between curly quotes. A list gives a block of prose for each item.
 */
export function readText(markdown: string): LintText {
  // The lexer sees lines that end alike; a carriage return is a blank like any other.
  const source = markdown.replaceAll(/\r(?=\n)/g, ' ');
  const blocks: LintBlock[] = [];
  let [offset, withoutCode] = [0, ''];
  for (const token of Lexer.lex(source, { gfm: true })) {
    const at = source.indexOf(token.raw, offset);
    if (at !== -1) offset = at;
    blocks.push(...blocksOf(token as Tokens.Generic, offset));
    if (at === -1) continue;
    const code = token.type === 'code' ? token.raw.replaceAll(/[^\n]/g, ' ') : token.raw.replaceAll(CODE, blank);
    withoutCode += source.slice(withoutCode.length, offset) + code;
    offset += token.raw.length;
  }
  return { source, withoutCode, blocks };
}

function blocksOf(token: Tokens.Generic, offset: number): readonly LintBlock[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return [{ kind: 'heading', level: Number(token['depth']), text: plain(String(token['text'])), offset }];
    case 'table':
      return [tableOf(token.raw, offset)];
    case 'paragraph':
      return paragraphOf(token.raw, offset);
    case 'list':
    case 'blockquote':
      return itemsOf(token.raw, offset);
    case 'html':
      // A tag alone, such as an anchor, is nothing to read.
      return /^(?:\s*<[^>]*>\s*)*$/.test(token.raw) ? [] : [{ kind: 'prose', text: blanked(token.raw), offset }];
    default:
      return [{ kind: 'other', offset }];
  }
}

const IMAGE = /^!\[((?:\\.|[^\]\\])*)\]\(\s*<?[^\s)>]*>?\s*(?:"([^"]*)")?\s*\)\s*$/;

function paragraphOf(raw: string, offset: number): readonly LintBlock[] {
  const image = IMAGE.exec(raw.trim());
  if (image !== null) return [{ kind: 'image', alt: image[1] ?? '', title: image[2] ?? '', offset }];
  return [{ kind: 'prose', text: blanked(raw), offset }];
}

function itemsOf(raw: string, offset: number): readonly LintBlock[] {
  const starts = [...raw.matchAll(/^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+/gm)].map(({ index }) => index);
  const cuts = [...new Set([0, ...starts])];
  return cuts.map((from, index) => {
    const text = raw.slice(from, cuts[index + 1]);
    const marker = /^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+/.exec(text)?.[0] ?? '';
    return {
      kind: 'prose',
      text: ' '.repeat(marker.length) + blanked(text.slice(marker.length)).replaceAll(/^[ \t]*>/gm, ' '),
      offset: offset + from,
    };
  });
}

function tableOf(raw: string, offset: number): LintBlock {
  const rows: LintCell[][] = [];
  let from = 0;
  for (const line of raw.split('\n')) {
    if (line.trim() !== '') rows.push(cellsOf(line, offset + from));
    from += line.length + 1;
  }
  const [head = [], , ...body] = rows;
  return { kind: 'table', columns: head.map(({ text }) => text.trim()), rows: body, offset };
}

/** A pipe in a code span is told by its backslash, as GitHub wants it. */
function cellsOf(line: string, offset: number): LintCell[] {
  const cells: LintCell[] = [];
  let from = line.length - line.trimStart().length;
  if (line[from] === '|') from += 1;
  for (let at = from; at <= line.length; at += 1) {
    if (at < line.length && (line[at] !== '|' || line[at - 1] === '\\')) continue;
    if (at < line.length || line.slice(from).trim() !== '') cells.push({ text: blanked(line.slice(from, at)), offset: offset + from });
    from = at + 1;
  }
  return cells;
}

/** The words of a heading or a cell without what marks them up. */
export function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/[*_`~]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const CODE = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

function blanked(text: string): string {
  const shapes = [CODE, /<[^<>]*>/g, /(?<=\])\([^)\s]*(?:\s+"[^"]*")?\)/g, /“[^”]*”/g];
  return shapes.reduce((rest, shape) => rest.replaceAll(shape, blank), text);
}
