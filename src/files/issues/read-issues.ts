import { HarnessError } from '../../core/errors.ts';
import { FINDING_STATUSES, IMPACTS, type FindingStatus, type Impact } from '../../core/finding.ts';
import { parseTime } from '../parse-time.ts';
import { csvIssues } from './csv-issues.ts';
import { issueColumns, type Field } from './issue-columns.ts';
import type { IssueCell, IssueTable } from './issue-table.ts';
import { jsonIssues } from './json-issues.ts';
import { markdownTables } from './markdown-tables.ts';

/** One row of a table of issues; texts as they stand there, null where there is none. */
export interface IssueRow {
  /** Its id, else its title: the same row keeps it. */
  readonly externalId: string;
  readonly title: string;
  readonly impact: Impact;
  readonly description: string | null;
  readonly intended: string | null;
  readonly status: FindingStatus;
  readonly reporter: string | null;
  readonly target: string | null;
  /** µs since 1970. */
  readonly openedAt: number | null;
  /** Words of the column of links. */
  readonly links: readonly string[];
  /** file:line:column, of the target too, which others have to know. */
  readonly place: string;
  readonly targetPlace: string;
}

export interface Issues {
  readonly rows: readonly IssueRow[];
  /** Titles of columns that nothing was taken from. */
  readonly unread: readonly string[];
}

const IMPACT_WORDS: Readonly<Record<string, Impact>> = {
  blocker: 'Critical', highest: 'Critical', urgent: 'Critical', major: 'High', severe: 'High',
  moderate: 'Medium', normal: 'Medium', med: 'Medium', minor: 'Low', trivial: 'Low', lowest: 'Low',
}; // prettier-ignore
const STATUS_WORDS: Readonly<Record<string, FindingStatus>> = {
  new: 'Open', todo: 'Open', reported: 'Open', reopened: 'Open',
  ongoing: 'In progress', doing: 'In progress', started: 'In progress', inprocess: 'In progress', underway: 'In progress',
  pending: 'Pending review', review: 'Pending review', inreview: 'Pending review',
  fixed: 'Resolved', done: 'Resolved', solved: 'Resolved', wontfix: 'Closed',
}; // prettier-ignore

/**
 * The rows of a table of issues: markdown, CSV or JSON, by the name of the file or else by what it holds. All or none: HarnessError `usage` tells every
 * malformed row with file:line:column.
 */
export function readIssues(text: string, file: string, fallback: { readonly impact?: Impact }): Issues {
  const tables = tablesOf(text.replace(/^\u{feff}/u, ''), file).flatMap((table) => {
    const columns = issueColumns(table);
    return columns === null ? [] : [{ table, columns }];
  });
  if (tables.length === 0) {
    throw new HarnessError('usage', 'There is no table of issues in this file: none has a column Title, Summary, Issue or Problem', {
      place: file,
      hint: 'docs/findings.md tells which columns are read.',
    });
  }
  const problems: { readonly place: string; readonly message: string }[] = [];
  const rows: IssueRow[] = [];
  const known = new Map<string, string>();
  const placeOf = ({ line, column }: { readonly line: number; readonly column: number }): string =>
    line === 0 ? file : `${file}:${line}:${column}`;
  for (const { table, columns } of tables) {
    for (const cells of table.rows) {
      if (cells.every((cell) => cell.text.trim() === '') && cells.length <= table.header.length) continue;
      const row = rowOf(cells, {
        table,
        of: columns.of,
        placeOf,
        fallback,
        complain: (place, message) => problems.push({ place, message }),
      });
      if (row === null) continue;
      const before = known.get(row.externalId);
      if (before === undefined) rows.push(row);
      else problems.push({ place: row.place, message: `"${short(row.externalId)}" is there twice, first at ${before}` });
      known.set(row.externalId, before ?? row.place);
    }
  }
  const [first] = problems;
  if (first !== undefined) {
    const told = problems.slice(0, MOST_PROBLEMS).map(({ place, message }) => `${place} ${message}`);
    const more = problems.length > MOST_PROBLEMS ? `; and ${problems.length - MOST_PROBLEMS} more` : '';
    throw new HarnessError('usage', `Nothing was imported: ${told.join('; ')}${more}`, {
      place: first.place,
      hint: 'Mend these rows, then import the file again.',
    });
  }
  return { rows, unread: tables.flatMap(({ columns }) => columns.unread) };
}

const MOST_PROBLEMS = 20;

function tablesOf(text: string, file: string): readonly IssueTable[] {
  const kind = /\.(md|markdown|csv|tsv|json)$/i.exec(file)?.[1]?.toLowerCase();
  if (kind === 'json' || (kind === undefined && /^\s*[[{]/.test(text))) return [jsonIssues(text, file)];
  if (kind === 'csv' || kind === 'tsv' || (kind === undefined && !/^ *\|?(?: *:?-+:? *\|)+/m.test(text))) {
    const table = csvIssues(text);
    if ('rows' in table) return [table];
    const place = `${file}:${table.line}:${table.column}`;
    throw new HarnessError('usage', 'Nothing was imported: a quote is never closed', {
      place,
      hint: 'Close it, or double a quote that belongs to the text.',
    });
  }
  return markdownTables(text);
}

interface Reading {
  readonly table: IssueTable;
  readonly of: ReadonlyMap<Field, number>;
  readonly placeOf: (cell: { readonly line: number; readonly column: number }) => string;
  readonly fallback: { readonly impact?: Impact };
  readonly complain: (place: string, message: string) => void;
}

function rowOf(cells: readonly IssueCell[], { table, of, placeOf, fallback, complain }: Reading): IssueRow | null {
  const [first] = cells;
  if (first === undefined) return null;
  const beyond = cells[table.header.length];
  if (beyond !== undefined) {
    complain(placeOf(beyond), `it has ${cells.length} cells where the header has ${table.header.length}`);
    return null;
  }
  const cellOf = (field: Field): IssueCell => cells[of.get(field) ?? -1] ?? { text: '', line: first.line, column: first.column };
  const textOf = (field: Field): string | null => cellOf(field).text.trim() || null;
  const word = <T extends string>(
    field: Field,
    words: readonly T[],
    synonyms: Readonly<Record<string, T>>,
    absent: T | undefined,
  ): T | undefined => {
    const text = textOf(field);
    const plain = text?.toLowerCase().replaceAll(/[^a-z]/g, '');
    const found =
      plain === undefined ? absent : (words.find((each) => each.toLowerCase().replaceAll(' ', '') === plain) ?? own(synonyms, plain));
    if (found === undefined)
      complain(
        placeOf(cellOf(field)),
        `${text === null ? `there is no ${field}` : `"${short(text)}" is no ${field}`}: expected ${words.join(', ')}`,
      );
    return found;
  };
  const title = textOf('title');
  if (title === null) complain(placeOf(cellOf('title')), 'there is no title');
  const impact = word('impact', IMPACTS, IMPACT_WORDS, fallback.impact);
  const status = word('status', FINDING_STATUSES, STATUS_WORDS, 'Open');
  const opened = textOf('opened');
  const openedAt = opened === null ? null : parseTime(opened);
  if (Number.isNaN(openedAt)) complain(placeOf(cellOf('opened')), `"${short(opened ?? '')}" is no instant`);
  if (title === null || impact === undefined || status === undefined || Number.isNaN(openedAt)) return null;
  return {
    externalId: textOf('id') ?? title,
    title,
    impact,
    description: textOf('description'),
    intended: textOf('intended'),
    status,
    reporter: textOf('reporter'),
    target: textOf('target'),
    openedAt,
    links:
      textOf('links')
        ?.split(/[\s,;]+/)
        .filter((each) => each !== '') ?? [],
    place: placeOf(first),
    targetPlace: placeOf(cellOf('target')),
  };
}

function own<T>(words: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
