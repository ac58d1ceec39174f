import { cleanLine } from '../../src/core/clean-text.ts';

/** Text as markdown that shows exactly these characters, also within a table cell and at the start of a line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', String.raw`:\/\/`)
    .replaceAll('@', String.raw`\@`)
    .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
    .replace(/^(\s*)([-+=#!])/, String.raw`$1\$2`);
}

/** Somebody else's sentence between curly quotes; curly quotes within become straight ones, so that the end is certain. */
export function quoteMarkdown(text: string): string {
  return `“${escapeMarkdown(cleanLine(text).replaceAll(/[“”]/g, '"'))}”`;
}

/** A code span around any text: the fence is longer than the longest run of backticks inside; a pipe cannot end a cell. */
export function codeMarkdown(text: string, inCell = true): string {
  const line = cleanLine(text);
  if (line.trim() === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || (line.startsWith(' ') && line.endsWith(' ')) ? ' ' : '';
  // A backslash before a pipe is taken away by the table, not by the code span: one there already would be doubled up.
  // Outside of a table it would be shown.
  return `${fence}${pad}${inCell ? line.replaceAll('|', String.raw`\|`) : line}${pad}${fence}`;
}

/** A fenced block around any lines. */
export function fenceMarkdown(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** An author's words: as long as they are, and no beginning of a numbered list. */
export function authoredMarkdown(text: string): string {
  return escapeMarkdown(cleanLine(text, Infinity)).replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** An address within the parentheses of a link: nothing in it ends them, or a cell. */
export function addressMarkdown(href: string): string {
  return href
    .replaceAll(/[()<>|\\`[\] ]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('&', '&amp;');
}
