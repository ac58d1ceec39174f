import type { Token, Tokens } from 'marked';
import { paragraph } from '../../blocks.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import { authoredInlines, checkbox, plainText, type Conversion } from './inlines.ts';

/** One block of an author's text. Headings and tables are the document's: it numbers them. Here those stand within lists and quotes only. */
export function authoredBlocks(token: Token, conversion: Conversion): readonly Block[] {
  const { lexed, placeOf, problem } = conversion;
  const inner = (tokens: readonly Token[] | undefined): readonly Block[] =>
    (tokens ?? []).flatMap((one) => authoredBlocks(one, conversion));
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
    case 'text': {
      const { tokens, text } = token as Tokens.Paragraph;
      return shown(tokens === undefined ? [{ authored: lexed.restore(text) }] : authoredInlines(tokens, conversion));
    }
    case 'list':
      return [itemsOf(token as Tokens.List, inner)];
    case 'blockquote':
      return [{ kind: 'quote', blocks: inner((token as Tokens.Blockquote).tokens) }];
    case 'code':
      return [codeOf(token as Tokens.Code, conversion)];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'heading':
    case 'table':
      problem(placeOf(token.raw), `a ${token.type} stands within a list or a quote: it needs a place of its own`);
      return [];
    default:
      return shown([
        {
          authored: lexed
            .restore(token.raw)
            .trim()
            .replaceAll(/\s*\n\s*/g, ' '),
        },
      ]);
  }
}

/** The header and rows of an author's table. */
export function authoredTable(token: Tokens.Table, caption: readonly Inline[], id: string, conversion: Conversion): TableBlock {
  const { lexed } = conversion;
  return {
    kind: 'table',
    id,
    caption,
    columns: token.header.map(({ tokens, align }) => ({
      title: lexed.restore(plainText(tokens, lexed)),
      align: align === 'right' ? 'right' : 'left',
      authored: true,
    })),
    rows: token.rows.map((row) => row.map(({ tokens }) => authoredInlines(tokens, conversion))),
  };
}

/** An empty paragraph would be a gap: what left nothing has told its problem. */
function shown(content: readonly Inline[]): readonly Block[] {
  return content.length === 0 ? [] : [paragraph(...content)];
}

function itemsOf(list: Tokens.List, inner: (tokens: readonly Token[]) => readonly Block[]): Block {
  return {
    kind: 'items',
    ordered: list.ordered,
    start: list.start === '' ? 1 : list.start,
    items: list.items.map(({ tokens }) => withCheckbox(tokens, inner)),
  };
}

/** The box of a task stands before its words: as a token of its own in a tight list, within the paragraph in a loose one. */
function withCheckbox(tokens: readonly Token[], inner: (tokens: readonly Token[]) => readonly Block[]): readonly Block[] {
  const [box, ...others] = tokens;
  if (box?.type !== 'checkbox') return inner(tokens);
  const [first, ...rest] = inner(others);
  return first?.kind === 'paragraph'
    ? [paragraph(checkbox(box as Tokens.Checkbox), ...first.content), ...rest]
    : [paragraph(checkbox(box as Tokens.Checkbox)), ...(first === undefined ? [] : [first, ...rest])];
}

function codeOf({ text, lang }: Tokens.Code, { lexed }: Conversion): Block {
  const language = /^[\w+#.-]{1,20}$/.exec(lang ?? '')?.[0] ?? '';
  return { kind: 'code', language, text: lexed.restore(text) };
}
