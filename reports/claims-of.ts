import type { Block, Claim, Document, Inline } from './document.ts';

/** Every claim of a document in reading order. Both writers number them by this order: `c1`, `c2`, … */
export function claimsOf(document: Document): readonly Claim[] {
  return document.blocks.flatMap((block) => inlinesOf(block)).flatMap((inline) => claimsIn(inline));
}

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
    case 'heading':
    case 'code':
      return [];
  }
}

function claimsIn(inline: Inline): readonly Claim[] {
  if (typeof inline === 'string') return [];
  if ('claim' in inline) return [inline];
  return 'strong' in inline ? inline.strong.flatMap((inner) => claimsIn(inner)) : [];
}
