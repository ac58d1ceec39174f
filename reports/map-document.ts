import type { Block, Document, FigureBlock, Inline } from './document.ts';

/** The document with each piece of its text replaced, outermost first, and each figure. */
export function mapDocument(document: Document, inline: (piece: Inline) => Inline, figure: (block: FigureBlock) => FigureBlock): Document {
  const all = (content: readonly Inline[]): readonly Inline[] => content.map((piece) => within(inline(piece), all));
  return { ...document, blocks: document.blocks.map((block) => mapBlock(block, all, figure)) };
}

type All = (content: readonly Inline[]) => readonly Inline[];

function within(piece: Inline, all: All): Inline {
  if (typeof piece === 'string') return piece;
  if ('strong' in piece) return { ...piece, strong: all(piece.strong) };
  if ('emphasis' in piece) return { ...piece, emphasis: all(piece.emphasis) };
  return 'content' in piece ? { ...piece, content: all(piece.content) } : piece;
}

function mapBlock(block: Block, all: All, figure: (block: FigureBlock) => FigureBlock): Block {
  const inner = (blocks: readonly Block[]): readonly Block[] => blocks.map((one) => mapBlock(one, all, figure));
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return { ...block, content: all(block.content) };
    case 'list':
      return { ...block, items: block.items.map(all) };
    case 'table':
      return { ...block, caption: all(block.caption), rows: block.rows.map((row) => row.map(all)) };
    case 'figure':
      return figure({ ...block, caption: all(block.caption) });
    case 'quote':
      return { ...block, blocks: inner(block.blocks) };
    case 'items':
      return { ...block, items: block.items.map(inner) };
    case 'title-page':
      return { ...block, fields: block.fields.map((field) => ({ ...field, content: all(field.content) })) };
    case 'index':
      return { ...block, entries: block.entries.map((entry) => ({ ...entry, content: all(entry.content) })) };
    case 'heading':
    case 'code':
    case 'rule':
      return block;
  }
}
