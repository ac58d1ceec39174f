import { textLines } from '../text-lines.ts';
import type { TextSource } from '../open-text.ts';
import { splitRecord } from './split-record.ts';

/** A quote that is still open after so many lines was never meant to be one. */
const LONGEST_RECORD = 100;

export interface CsvRecord {
  readonly line: number;
  /** null: cannot be read, for the reason beside. */
  readonly cells: readonly string[] | null;
  readonly problem?: string;
}

/** The records of a CSV text with their lines, some at a time; empty lines and lines that begin with # are left out. */
export async function* readRecords(source: TextSource, delimiter: string): AsyncGenerator<readonly CsvRecord[]> {
  let open: (string | null)[] = [];
  let openLine = 0;
  for await (const { first, lines } of textLines(source)) {
    const start = open.length > 0 ? openLine : first;
    const parsed = parse([...open, ...lines], start, delimiter);
    ({ open, openLine } = parsed);
    if (parsed.records.length > 0) yield parsed.records;
  }
  // What is open at the end stays open: its first line is malformed, the others may be records.
  while (open.length > 0) {
    const parsed = parse(open.slice(1), openLine + 1, delimiter);
    yield [unclosed(openLine), ...parsed.records];
    ({ open, openLine } = parsed);
  }
}

function parse(
  lines: readonly (string | null)[],
  first: number,
  delimiter: string,
): { readonly records: CsvRecord[]; readonly open: (string | null)[]; readonly openLine: number } {
  const records: CsvRecord[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string | null;
    if (line === null) records.push({ line: first + at, cells: null, problem: 'the line is too long' });
    else if (line.trim() !== '' && !line.startsWith('#')) {
      let cells = splitRecord(line, delimiter);
      let joined = line;
      let last = at;
      while (cells === undefined && last + 1 < lines.length && last - at < LONGEST_RECORD && lines[last + 1] !== null) {
        last += 1;
        joined += `\n${lines[last]}`;
        if ((lines[last] as string).includes('"')) cells = splitRecord(joined, delimiter);
      }
      if (cells === undefined && last + 1 === lines.length && last - at < LONGEST_RECORD)
        return { records, open: lines.slice(at), openLine: first + at };
      records.push(cells === undefined ? unclosed(first + at) : { line: first + at, cells });
      if (cells !== undefined) at = last;
    }
  }
  return { records, open: [], openLine: 0 };
}

function unclosed(line: number): CsvRecord {
  return { line, cells: null, problem: 'a quote is opened and not closed' };
}
