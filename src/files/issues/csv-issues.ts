import { findDelimiter } from '../csv/find-delimiter.ts';
import type { IssueCell, IssueTable } from './issue-table.ts';

/** A quoted cell that the text ends in. */
export interface OpenQuote {
  readonly line: number;
  readonly column: number;
}

/**
 * RFC 4180 with the place of every cell; the separator is found in the first line. Other than `readRecords`, which reads measurements, it takes # for a title
 * or an id and keeps line ends within quotes. An apostrophe before =, +, - or @ was put there against spreadsheets and is taken away.
 */
export function csvIssues(text: string): IssueTable | OpenQuote {
  const delimiter = findDelimiter([text.split(/\r\n|\n|\r/, 1)[0] ?? '']);
  const records: IssueCell[][] = [[]];
  let [line, lineStart, at] = [1, 0, 0];
  while (at <= text.length) {
    const begin = { line, column: at - lineStart + 1 };
    let value = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) return begin;
        if (text[at] === '"' && text[at + 1] !== '"') break;
        if (text[at] === '"') at += 1;
        if (text[at] === '\n') [line, lineStart] = [line + 1, at + 1];
        value += text[at];
      }
      at += 1;
    }
    const rest = untilEnd(text, at, delimiter);
    value += rest;
    at += rest.length;
    records.at(-1)?.push({ text: value.replaceAll(/\r\n?/g, '\n').replace(/^'('*[=+\-@])/, '$1'), ...begin });
    if (text[at] === delimiter) at += 1;
    else if (at >= text.length) break;
    else {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      [line, lineStart] = [line + 1, at];
      records.push([]);
    }
  }
  const [header = [], ...rows] = records.filter((cells) => cells.some((cell) => cell.text.trim() !== ''));
  return { header, rows };
}

function untilEnd(text: string, from: number, delimiter: string): string {
  let to = from;
  while (to < text.length && text[to] !== delimiter && text[to] !== '\n' && text[to] !== '\r') to += 1;
  return text.slice(from, to);
}
