import { decodeEntities } from '../../src/core/decode-entities.ts';

/** What a person reads in an HTML report, piece by piece. */
export type HtmlPiece =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  | { readonly kind: 'claim'; readonly id: string; readonly value: string; readonly text: string; readonly offset: number };

const MARKUP = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', 'wbr', 'col', 'source']);
/** Where numerals may stand by the rules of reports/README.md, and what nobody reads. */
const ALLOWED = new Set([
  'head',
  'title',
  'style',
  'script',
  'svg',
  'nav',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'code',
  'pre',
  'q',
  'time',
  'template',
]);

/**
 * Claims (`data` elements with an id) and the report's own words, in order; text where numerals may stand is left out. `offset`: where the
 * text begins in the file. References of characters are resolved within a piece.
 */
export function htmlPieces(html: string): readonly HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  const open: string[] = [];
  let claim: { readonly id: string; readonly value: string; offset: number; text: string } | null = null;
  let from = 0;
  const take = (to: number): void => {
    const text = html.slice(from, to);
    if (claim !== null) {
      if (claim.text === '') claim.offset = from;
      claim.text += text;
    } else if (text.trim() !== '' && !open.some((name) => ALLOWED.has(name)))
      pieces.push({ kind: 'text', text: decodeEntities(text), offset: from });
  };
  MARKUP.lastIndex = 0;
  for (let match = MARKUP.exec(html); match !== null; match = MARKUP.exec(html)) {
    take(match.index);
    from = match.index + match[0].length;
    const [, slash = '', written = '', attributes = ''] = match;
    const name = written.toLowerCase();
    if (name === '' || VOID.has(name) || attributes.endsWith('/')) continue;
    if (slash === '') {
      open.push(name);
      const id = attributeOf(attributes, 'id');
      if (name === 'data' && id !== undefined) claim = { id, value: attributeOf(attributes, 'value') ?? '', offset: from, text: '' };
      // Whatever stands in them is no markup.
      if (name === 'script' || name === 'style') MARKUP.lastIndex = endOf(html, name, from);
      continue;
    }
    const depth = open.lastIndexOf(name);
    if (depth !== -1) open.length = depth;
    if (name === 'data' && claim !== null) {
      pieces.push({ kind: 'claim', ...claim, text: decodeEntities(claim.text) });
      claim = null;
    }
  }
  take(html.length);
  return pieces;
}

function endOf(html: string, name: string, from: number): number {
  const end = html.toLowerCase().indexOf(`</${name}`, from);
  return end === -1 ? html.length : end;
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes);
  return found === null ? undefined : decodeEntities(found[1] ?? found[2] ?? '');
}
