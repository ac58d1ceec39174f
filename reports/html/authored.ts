import { cleanBlock } from '../../src/core/clean-text.ts';
import type { AuthoredBlock, Block, Inline } from '../document.ts';
import { escapeHtml } from './escape.ts';

/** Blocks that only a deliverable has. `inline` and `inner` write what stands within, in reading order. */
export function authoredHtml(
  block: AuthoredBlock,
  inline: (content: readonly Inline[]) => string,
  inner: (block: Block) => string,
): string {
  const all = (blocks: readonly Block[]): string => blocks.map((one) => inner(one)).join('\n');
  switch (block.kind) {
    case 'quote':
      return `<blockquote>${all(block.blocks)}</blockquote>`;
    case 'items': {
      const tag = block.ordered ? 'ol' : 'ul';
      const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : '';
      return `<${tag}${start}>${block.items.map((item) => `<li>${itemHtml(item, inline, all)}</li>`).join('\n')}</${tag}>`;
    }
    case 'rule':
      return '<hr>';
    case 'title-page':
      return `<dl class="title-page">${block.fields.map(({ name, content }) => `<dt>${escapeHtml(name)}</dt><dd>${inline(content)}</dd>`).join('\n')}</dl>`;
    case 'index':
      return `<nav class="index" aria-label="${escapeHtml(block.label)}"><ul>${block.entries
        .map(({ depth, content }) => `<li class="depth-${depth}">${inline(content)}</li>`)
        .join('\n')}</ul></nav>`;
  }
}

/** An item that is one paragraph needs no paragraph of its own. */
function itemHtml(
  item: readonly Block[],
  inline: (content: readonly Inline[]) => string,
  all: (blocks: readonly Block[]) => string,
): string {
  const [first, ...others] = item;
  if (first?.kind !== 'paragraph') return all(item);
  return [inline(first.content), ...(others.length === 0 ? [] : [all(others)])].join('\n');
}

/** The text of a diagram, folded beneath its picture. */
export function mermaidHtml(text: string): string {
  return `<details><summary>The diagram as text (mermaid)</summary><pre tabindex="0"><code>${escapeHtml(cleanBlock(text))}</code></pre></details>`;
}
