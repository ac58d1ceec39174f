import type { Document, Inline } from './document.ts';
import { innerOf, inlinesOf } from './inlines-of.ts';
import { numeralsOf } from './verify/loose-numerals.ts';

/** The numerals in an author's own words, in reading order: they may stand in the text without being claims. */
export function authoredNumerals(document: Document): readonly string[] {
  const words: string[] = [];
  const visit = (inline: Inline): void => {
    if (typeof inline === 'string') return;
    if ('authored' in inline) words.push(inline.authored);
    innerOf(inline).forEach(visit);
  };
  for (const block of document.blocks) {
    if (block.kind === 'table') words.push(...block.columns.flatMap(({ title, authored }) => (authored === true ? [title] : [])));
    inlinesOf(block).forEach(visit);
  }
  return words.flatMap((text) => numeralsOf(text).map((numeral) => numeral.text));
}
