import type { AuthoredBlock, Block, Inline } from '../document.ts';
import { escapeMarkdown } from './escape.ts';
import type { Piece } from './write.ts';

/** Blocks that only a deliverable has. `inline` and `inner` write what stands within, in reading order. */
export function authoredPieces(
  block: AuthoredBlock,
  inline: (content: readonly Inline[]) => readonly Piece[],
  inner: (block: Block) => readonly Piece[],
): readonly Piece[] {
  const all = (blocks: readonly Block[]): readonly Piece[] =>
    blocks.flatMap((one, index) => [...(index === 0 ? [] : ['\n']), ...inner(one)]);
  switch (block.kind) {
    case 'quote':
      return indented(all(block.blocks), '> ', '> ');
    case 'items': {
      const isLoose = block.items.some(({ length }) => length > 1);
      return block.items.flatMap((item, index) => {
        const bullet = block.ordered ? `${block.start + index}. ` : '- ';
        return [...(isLoose && index > 0 ? ['\n'] : []), ...indented(all(item), bullet, ' '.repeat(bullet.length))];
      });
    }
    case 'rule':
      return ['---\n'];
    case 'title-page':
      return block.fields.flatMap(({ name, content }) => [`- **${escapeMarkdown(name)}:** `, ...inline(content), '\n']);
    case 'index':
      return block.entries.flatMap(({ depth, content }) => [`${'  '.repeat(depth)}- `, ...inline(content), '\n']);
  }
}

/** The lines of these pieces behind a bullet or a mark: `first` before the first, `rest` before the others. */
function indented(pieces: readonly Piece[], first: string, rest: string): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = `${last}${piece}`;
    else merged.push(piece);
  }
  const end = merged.length - 1;
  return [
    first,
    ...merged.map((piece, index) => {
      if (typeof piece !== 'string') return piece;
      const [text, tail] = index === end ? [piece.replace(/\n$/, ''), '\n'] : [piece, ''];
      return `${text.replaceAll('\n', `\n${rest}`).replaceAll(`\n${rest}\n`, `\n${rest.trimEnd()}\n`)}${tail}`;
    }),
  ];
}
