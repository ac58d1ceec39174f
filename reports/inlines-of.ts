import type { Block, Inline } from './document.ts';

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
