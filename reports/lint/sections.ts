import type { LintBlock } from './read-text.ts';

/** For each block the number of the section it stands in; a heading of the second level or above begins one. */
export function sectionNumbers(blocks: readonly LintBlock[]): readonly number[] {
  let section = 0;
  return blocks.map((block) => {
    if (block.kind === 'heading' && block.level <= 2) section += 1;
    return section;
  });
}

/** Sentences of a prose block with their offsets in the source. A point within a number or a short form ends none. */
export function sentencesOf({
  text,
  offset,
}: {
  readonly text: string;
  readonly offset: number;
}): readonly { readonly text: string; readonly offset: number }[] {
  const sentences: { text: string; offset: number }[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?](?:\*\*|[)"'])*(?=\s+[\p{Lu}\d*`[]|\s*$)|\n\s*\n/gu)) {
    const end = match.index + match[0].length;
    sentences.push({ text: text.slice(from, end), offset: offset + from });
    from = end;
  }
  if (text.slice(from).trim() !== '') sentences.push({ text: text.slice(from), offset: offset + from });
  return sentences;
}
