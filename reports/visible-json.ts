import { UNSAFE } from '../src/core/clean-text.ts';

/** JSON whose names keep every character, the unseen ones and those of `more` as escapes. */
export function visibleJson(value: unknown, more: RegExp = /(?!)/g): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(UNSAFE, escape).replaceAll(more, escape);
}
