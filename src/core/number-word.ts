const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A count as a sentence tells it: `no`, `one` … `twelve`, then digits. */
export function numberWord(count: number): string {
  return WORDS[count] ?? String(count);
}

/** The count that such a word stands for, in any case; undefined for other texts, and for `no`, which says more than none. */
export function wordNumber(text: string): number | undefined {
  const index = WORDS.indexOf(text.toLowerCase());
  return index > 0 ? index : undefined;
}
