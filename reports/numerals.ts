/** Whole or decimal numbers in a sentence, in order. */
const NUMBER = /(?<![\p{L}\p{N}_])\d+(?:\.\d+)?/gu;

export function numeralsIn(text: string): readonly string[] {
  return [...text.matchAll(NUMBER)].map(([found]) => found);
}

/** A sentence cut at its numbers: words, number, words, number, … words. */
export function splitAtNumerals(text: string): readonly { readonly words: string; readonly numeral: string | null }[] {
  const parts: { words: string; numeral: string | null }[] = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    parts.push({ words: text.slice(from, match.index), numeral: match[0] });
    from = match.index + match[0].length;
  }
  parts.push({ words: text.slice(from), numeral: null });
  return parts;
}
