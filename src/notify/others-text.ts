import { cleanBlock, cleanLine } from '../core/clean-text.ts';

/** Others' text for a message, on one line of at most `most` UTF-16 units, which is what trackers count. */
export function othersLine(text: string, most: number): string {
  return cut(cleanLine(text, Number.POSITIVE_INFINITY).replaceAll(/\s+/g, ' ').trim(), most);
}

/** The same with its lines. */
export function othersBlock(text: string, most: number): string {
  return cut(cleanBlock(text).trim(), most);
}

/** Never half a character. */
function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}
