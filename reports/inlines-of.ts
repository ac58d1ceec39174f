import type { Block, Document, Inline } from './document.ts';

/** What a block says, in the order in which the writers print it. */
export function inlinesOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.content;
    case 'list':
      return block.items.flat();
    case 'table':
      return [...block.caption, ...block.rows.flat(2)];
    case 'figure':
      return block.caption;
    case 'quote':
      return block.blocks.flatMap((inner) => inlinesOf(inner));
    case 'items':
      return block.items.flat().flatMap((inner) => inlinesOf(inner));
    case 'title-page':
      return block.fields.flatMap(({ content }) => content);
    case 'index':
      return block.entries.flatMap(({ content }) => content);
    case 'heading':
    case 'code':
    case 'rule':
      return [];
  }
}

/** What stands within a piece of text; nothing where it holds no further pieces. */
export function innerOf(inline: Exclude<Inline, string>): readonly Inline[] {
  if ('strong' in inline) return inline.strong;
  if ('emphasis' in inline) return inline.emphasis;
  return 'content' in inline ? inline.content : [];
}

/** The anchors that references of a document go to. */
export function referencedIds(document: Document): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (inline: Inline): void => {
    if (typeof inline === 'string') return;
    if ('reference' in inline) ids.add(inline.reference);
    innerOf(inline).forEach(visit);
  };
  document.blocks.flatMap((block) => inlinesOf(block)).forEach(visit);
  return ids;
}
