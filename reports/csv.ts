import { cleanLine } from '../src/core/clean-text.ts';
import type { FigureRow } from './document.ts';

/** RFC 4180 with a header line; columns in the order of their first appearance, empty where a row lacks one. */
export function writeCsv(rows: readonly FigureRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns.map((column) => cell(column)), ...rows.map((row) => columns.map((column) => cell(row[column] ?? null)))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const line = cleanLine(value);
  // A spreadsheet runs what begins like a formula, also after spaces and in full width; the apostrophe makes it text.
  const text = /^\s*[=+\-@＝＋－＠]/.test(line) ? `'${line}` : line;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
