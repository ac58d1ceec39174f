import type { MessageBlock } from '../message-block.ts';

export interface DocumentNode {
  readonly type: string;
  readonly version?: 1;
  readonly text?: string;
  readonly content?: readonly DocumentNode[];
}

/**
 * The Atlassian Document Format that REST v3 wants for descriptions and comments: text is text, nothing in it is markup. A text node must not be empty and
 * holds no line end, which is a node of its own.
 */
export function atlassianDocument(blocks: readonly MessageBlock[]): DocumentNode {
  return { type: 'doc', version: 1, content: blocks.map((block) => blockNode(block)) };
}

/** All text of a document, its nodes one after the other. */
export function documentText(node: unknown): string {
  if (typeof node === 'string') return node;
  const { text, content } = (node ?? {}) as { readonly text?: unknown; readonly content?: unknown };
  const inner = Array.isArray(content) ? content.map((child) => documentText(child)).join('\n') : '';
  return `${typeof text === 'string' ? text : ''}${inner}`;
}

function blockNode(block: MessageBlock): DocumentNode {
  if (block.kind !== 'list') return paragraph(block.text);
  return { type: 'bulletList', content: block.items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })) };
}

function paragraph(text: string): DocumentNode {
  const content = text
    .split('\n')
    .flatMap((line, index): DocumentNode[] => [
      ...(index === 0 ? [] : [{ type: 'hardBreak' }]),
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ]);
  return { type: 'paragraph', content };
}
