const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
];

/** A count as digits or as a word, as the source of a regular expression; no part of a longer number. */
export const COUNT_SOURCE = String.raw`(?<![\p{L}\p{N}.,_-])(?:\d{1,5}(?![.,]?\d)|${WORDS.join('|')})(?![\p{L}\p{N}_])`;

/** NaN for anything else. */
export function countOfWords(text: string): number {
  const index = WORDS.indexOf(text.toLowerCase());
  return index === -1 ? Number(text) : index;
}
