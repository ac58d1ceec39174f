import { HarnessError } from '../../core/errors.ts';
import type { IssueTable } from './issue-table.ts';

/** A list of objects (or `data` of one, as --json prints it) as a table: keys are columns. JSON has no lines to point at. HarnessError `usage`. */
export function jsonIssues(text: string, file: string): IssueTable {
  const refused = (message: string): HarnessError =>
    new HarnessError('usage', `Nothing was imported: ${message}`, {
      place: file,
      hint: 'A list of objects is wanted, as `evenkeel finding export` writes it.',
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw refused(`it is no JSON: ${(error as Error).message}`);
  }
  const list = Array.isArray(parsed) ? parsed : (parsed as { readonly data?: unknown } | null)?.data;
  if (!Array.isArray(list) || !list.every((each) => each !== null && typeof each === 'object' && !Array.isArray(each)))
    throw refused('it is no list of objects');
  const objects = list as readonly Readonly<Record<string, unknown>>[];
  const keys = [...new Set(objects.flatMap((each) => Object.keys(each)))];
  const cell = (value: unknown) => ({ text: textOf(value), line: 0, column: 0 });
  return {
    header: keys.map((key) => cell(key)),
    rows: objects.map((each) => keys.map((key) => cell(Object.hasOwn(each, key) ? each[key] : null))),
  };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => textOf(each)).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
