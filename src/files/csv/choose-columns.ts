import { HarnessError } from '../../core/errors.ts';
import type { ReadOptions } from '../file-row.ts';
import { unreadable } from '../open-text.ts';
import { parseTime } from '../parse-time.ts';
import { isNumeric, type CsvTable } from './csv-table.ts';

/** Which columns of a table are what, by index. */
export interface Columns {
  readonly time: number | null;
  readonly values: readonly number[];
  readonly groups: readonly number[];
  /** A column that is called like one of instants and holds none that can be read. */
  readonly unreadTime: string | null;
}

const TIME_NAMES =
  /^(?:time|timestamp|datetime|date|ts|at|when|epoch|start|started|startedat|starttime|starttimestamp|time(?:s|ms|us|ns|utc)|timestamp(?:s|ms|us|ns|utc))$/;
/** Columns of numbers that say what was measured, not how much (as in files for change detection over commits). */
const ATTRIBUTES =
  /^(?:commit|sha|hash|revision|rev|version|build|buildid|buildnumber|branch|tag|test|testname|author|message|run|runid|id|index|row|no|line|unnamed0)$/;
/** A number from here on is an instant after 1973, if it is one. */
const LEAST_EPOCH = 1e8;

/**
 * The columns that the options name, else by name and content: the instants are the first column called so that holds instants, else the first that holds
 * dates; the values are the column `value`, else every column of numbers that is no attribute. Throws HarnessError `usage` for a name that is not there.
 */
export function chooseColumns(file: string, table: CsvTable, options: ReadOptions): Columns {
  const find = (name: string): number => {
    const exact = table.names.indexOf(name);
    const at = exact === -1 ? table.names.findIndex((each) => each.toLowerCase() === name.trim().toLowerCase()) : exact;
    if (at !== -1) return at;
    throw new HarnessError('usage', `There is no column "${name}"`, { place: file, hint: `It has ${table.names.join(', ')}.` });
  };
  const groups = (options.groups ?? []).map((name) => find(name));
  const named = (options.values ?? []).map((name) => find(name));
  const value = named.length > 0 ? [] : table.names.flatMap((name, index) => (plain(name) === 'value' ? [index] : [])).slice(0, 1);
  const free = table.names.map((_, index) => index).filter((index) => ![...groups, ...named, ...value].includes(index));
  const time = options.time === undefined ? timeColumn(table, free, named.length + value.length > 0) : find(options.time);
  const values = [...named, ...value];
  if (values.length === 0) values.push(...free.filter((index) => index !== time && isMeasure(table, index)));
  if (values.length === 0 && time !== null && options.time === undefined && free.length === 1)
    return { time: null, values: [time], groups, unreadTime: null };
  if (values.length === 0)
    throw unreadable(
      file,
      'it is of no known format, nor CSV with a column of numbers',
      'Name the columns (--time, --value, --group) or the format (--format).',
    );
  const unread = time !== null ? undefined : free.find((index) => isTimeName(table, index) && !values.includes(index));
  return { time, values, groups, unreadTime: unread === undefined ? null : (table.names[unread] as string) };
}

function isMeasure(table: CsvTable, column: number): boolean {
  if (!isNumeric(table, column)) return false;
  const name = plain(table.names[column] as string);
  // What pandas writes before the columns has no name.
  return table.hasHeader && name !== '' ? !ATTRIBUTES.test(name) : !isRowNumber(table, column);
}

function timeColumn(table: CsvTable, free: readonly number[], hasValues: boolean): number | null {
  const byName = free.find((index) => isTimeName(table, index) && holdsInstants(table, index, hasValues));
  if (byName !== undefined) return byName;
  const byContent = free.find((index) => holdsDates(table, index));
  if (byContent !== undefined) return byContent;
  // Without names, a rising first column of epochs beside others.
  const [first] = free;
  return !table.hasHeader &&
    first === 0 &&
    table.names.length > 1 &&
    isRising(table, 0) &&
    numbers(table, 0).every((value) => value >= LEAST_EPOCH)
    ? 0
    : null;
}

function isTimeName(table: CsvTable, column: number): boolean {
  return TIME_NAMES.test(plain(table.names[column] as string));
}

/** A column called `time` may hold durations: numbers must rise or be epochs, unless another column is the value for certain. */
function holdsInstants(table: CsvTable, column: number, hasValues: boolean): boolean {
  if (holdsDates(table, column)) return true;
  if (!isNumeric(table, column)) return false;
  return hasValues || isRising(table, column) || numbers(table, column).every((value) => value >= LEAST_EPOCH);
}

function holdsDates(table: CsvTable, column: number): boolean {
  const cells = table.sample.map((record) => (record[column] ?? '').trim()).filter((cell) => cell !== '');
  return cells.filter((cell) => Number.isNaN(Number(cell)) && !Number.isNaN(parseTime(cell))).length * 2 > cells.length;
}

function isRising(table: CsvTable, column: number): boolean {
  const all = numbers(table, column);
  return all.length > 1 && all.every((value, index) => index === 0 || value >= (all[index - 1] as number)) && all[0] !== all.at(-1);
}

/** Whole numbers one apart in the first of several columns. */
function isRowNumber(table: CsvTable, column: number): boolean {
  const all = numbers(table, column);
  return column === 0 && table.names.length > 1 && all.length > 1 && all.every((value, index) => value === (all[0] as number) + index);
}

function numbers(table: CsvTable, column: number): readonly number[] {
  return table.sample.map((record) => Number(record[column] ?? '')).filter((value) => Number.isFinite(value));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
