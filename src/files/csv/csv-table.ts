import type { TextSource } from '../open-text.ts';
import { parseTime } from '../parse-time.ts';
import { parseValue } from '../parse-value.ts';
import { findDelimiter } from './find-delimiter.ts';
import { splitRecord } from './split-record.ts';

/** So many records tell what the columns hold. */
const LOOKED_AT = 200;

export interface CsvTable {
  readonly delimiter: string;
  /** Of the columns; `1`, `2`, … where there is no header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** The first records after the header. */
  readonly sample: readonly (readonly string[])[];
  /** `1,5` is a number: the comma does not part the cells. */
  readonly decimalComma: boolean;
}

/** What the beginning of a CSV text tells of it; undefined where it has no lines. A first line of numbers and instants is no header. */
export function csvTable({ head }: Pick<TextSource, 'head'>): CsvTable | undefined {
  const lines = head
    .split(/\r\n|\n|\r/)
    .slice(0, LOOKED_AT + 1)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  // The head may end within a line.
  if (lines.length > 2 && head.length >= 65_536) lines.pop();
  if (lines.length === 0) return undefined;
  const delimiter = findDelimiter(lines.slice(0, 20));
  const decimalComma = delimiter !== ',';
  const [first, ...others] = lines.map((line) => splitRecord(line, delimiter)).filter((cells) => cells !== undefined);
  if (first === undefined) return undefined;
  const isData = (cell: string): boolean => parseValue(cell, decimalComma) !== undefined || !Number.isNaN(parseTime(cell));
  // A word over a column of numbers or instants is its name, whatever the names of the others look like.
  const isName = (cell: string, column: number): boolean =>
    !isData(cell) && others.filter((cells) => isData(cells[column] ?? '')).length * 2 > others.length;
  const hasHeader = first.every((cell) => !isData(cell)) || first.some((cell, column) => isName(cell, column));
  return {
    delimiter,
    names: first.map((cell, index) => (hasHeader ? cell.trim() : String(index + 1))),
    hasHeader,
    sample: hasHeader ? others : [first, ...others],
    decimalComma,
  };
}

/** Whether more than half of what a column holds are numbers. */
export function isNumeric(table: CsvTable, column: number): boolean {
  const known = table.sample.map((cells) => parseValue(cells[column] ?? '', table.decimalComma)).filter((value) => !Number.isNaN(value));
  return known.filter((value) => value !== undefined).length * 2 > known.length;
}
