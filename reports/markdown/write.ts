import { isoTime } from '../../src/core/units.ts';
import { cleanBlock, cleanLine } from '../../src/core/clean-text.ts';
import type { Block, Claim, Document, Inline, Recipe, TableBlock } from '../document.ts';
import { referencedIds } from '../inlines-of.ts';
import { authoredPieces } from './authored.ts';
import { addressMarkdown, authoredMarkdown, codeMarkdown, escapeMarkdown, fenceMarkdown, quoteMarkdown } from './escape.ts';

/** Where a claim stands in the text. Line and column count from one; columns in UTF-16 units. */
export interface PlacedClaim {
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly value: number;
  readonly text: string;
  readonly recipe: Recipe;
}

export type Piece = string | Claim;

/**
 * The document as GitHub-flavoured markdown. `figures`: figure id → path of its image, relative to the file.
 * The text is the pieces in order; a claim's place is where its piece begins.
 */
export function writeMarkdown(
  document: Document,
  figures: ReadonlyMap<string, string>,
): { readonly text: string; readonly claims: readonly PlacedClaim[] } {
  const pieces: Piece[] = [`# ${escapeMarkdown(cleanLine(document.title))}\n`];
  const referenced = referencedIds(document);
  for (const block of document.blocks) {
    if ((block.kind === 'figure' || block.kind === 'table') && referenced.has(block.id)) pieces.push(`\n<a id="${block.id}"></a>\n`);
    pieces.push('\n', ...blockPieces(block, figures));
  }
  return placePieces(pieces);
}

function placePieces(pieces: readonly Piece[]): { readonly text: string; readonly claims: readonly PlacedClaim[] } {
  const claims: PlacedClaim[] = [];
  const parts: string[] = [];
  let [line, column] = [1, 1];
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      const { value, text, recipe } = piece;
      claims.push({ id: `c${claims.length + 1}`, line, column, value, text, recipe });
    }
    const printed = typeof piece === 'string' ? piece : piece.text;
    const lines = printed.split('\n');
    const last = lines.at(-1) as string;
    column = lines.length > 1 ? last.length + 1 : column + last.length;
    line += lines.length - 1;
    parts.push(printed);
  }
  return { text: parts.join(''), claims };
}

function blockPieces(block: Block, figures: ReadonlyMap<string, string>): readonly Piece[] {
  switch (block.kind) {
    case 'heading':
      return [`<a id="${block.id}"></a>\n\n`, `${'#'.repeat(block.level + 1)} ${escapeMarkdown(cleanLine(block.text))}\n`];
    case 'paragraph':
      return [...inlinePieces(block.content), '\n'];
    case 'note':
      return ['> **Note:** ', ...inlinePieces(block.content), '\n'];
    case 'list':
      return block.items.flatMap((item, index) => [block.ordered ? `${index + 1}. ` : '- ', ...inlinePieces(item), '\n']);
    case 'table':
      return tablePieces(block);
    case 'figure': {
      const path = figures.get(block.id);
      if (path === undefined) throw new TypeError(`Figure "${block.id}" was not drawn`);
      const picture =
        block.mermaid === undefined ? `![${escapeMarkdown(block.alt)}](${path})` : fenceMarkdown(cleanBlock(block.mermaid), 'mermaid');
      return [`${picture}\n\n`, ...inlinePieces(block.caption), '\n'];
    }
    case 'code':
      return [`${fenceMarkdown(cleanBlock(block.text), block.language)}\n`];
    case 'quote':
    case 'items':
    case 'rule':
    case 'title-page':
    case 'index':
      return authoredPieces(
        block,
        (content) => inlinePieces(content),
        (inner) => blockPieces(inner, figures),
      );
  }
}

function tablePieces(table: TableBlock): readonly Piece[] {
  const cells = (row: readonly (readonly Inline[])[]): readonly Piece[] => [
    ...row.flatMap((cell) => ['| ', ...inlinePieces(cell, true), ' ']),
    '|\n',
  ];
  return [
    ...inlinePieces(table.caption),
    '\n\n',
    `${table.columns.map(({ title }) => `| ${escapeMarkdown(title)} `).join('')}|\n`,
    `${table.columns.map(({ align }) => (align === 'right' ? '| ---: ' : '| :--- ')).join('')}|\n`,
    ...table.rows.flatMap((row) => cells(row)),
  ];
}

function inlinePieces(content: readonly Inline[], inCell = false): readonly Piece[] {
  const inner = (pieces: readonly Inline[]): readonly Piece[] => inlinePieces(pieces, inCell);
  return content.flatMap((inline, index): readonly Piece[] => {
    // Marks of emphasis that touch would be read as one.
    const apart = isEmphasis(inline) && isEmphasis(content[index - 1]) ? ['<!-- -->'] : [];
    if (typeof inline === 'string') return [escapeMarkdown(inline)];
    if ('claim' in inline) return [inline];
    if ('quote' in inline) return [quoteMarkdown(inline.quote)];
    if ('time' in inline) return [inline.text ?? isoTime(inline.time)];
    if ('authored' in inline) return [authoredMarkdown(inline.authored)];
    if ('emphasis' in inline) return [...apart, '*', ...inner(inline.emphasis), '*'];
    if ('reference' in inline) return ['[', ...inner(inline.content), `](#${inline.reference})`];
    if ('href' in inline) return ['[', ...inner(inline.content), `](${addressMarkdown(inline.href)})`];
    if ('strong' in inline) return [...apart, '**', ...inner(inline.strong), '**'];
    if ('link' in inline) return [`[${codeMarkdown(inline.text, inCell)}](#${inline.link})`];
    if ('anchor' in inline) return [`<a id="${inline.anchor}"></a>${codeMarkdown(inline.code, inCell)}`];
    return [codeMarkdown(inline.code, inCell)];
  });
}

function isEmphasis(inline: Inline | undefined): boolean {
  return typeof inline === 'object' && ('strong' in inline || 'emphasis' in inline);
}
