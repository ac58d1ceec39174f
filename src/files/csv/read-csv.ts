import type { FileBatch, FileProblem, FileRow, ReadOptions, SeriesName } from '../file-row.ts';
import { unreadable, type TextSource } from '../open-text.ts';
import { parseTime } from '../parse-time.ts';
import { parseValue } from '../parse-value.ts';
import { metricOfFile, seriesName } from '../series-name.ts';
import { chooseColumns, type Columns } from './choose-columns.ts';
import { csvTable, type CsvTable } from './csv-table.ts';
import { readRecords, type CsvRecord } from './read-records.ts';

/** What a format that is CSV knows of its columns beforehand. */
export interface CsvLayout {
  /** Column of the machine. */
  readonly instance?: string;
}

/**
 * Rows of a CSV file, one for each column of values. A series is called as its column, or as the file where that is only `value` or where there is no header.
 * A record whose instant cannot be read gives no row; a cell that is no number gives none in its column.
 */
export async function* readCsv(source: TextSource, options: ReadOptions, layout: CsvLayout = {}): AsyncGenerator<FileBatch> {
  const table = csvTable(source);
  if (table === undefined) throw unreadable(source.file, 'it has no lines');
  const columns = chooseColumns(source.file, table, options);
  if (columns.unreadTime !== null) {
    const message = `no instant can be read in column "${columns.unreadTime}": the rows are taken in their order`;
    yield { rows: [], problems: [{ file: source.file, line: 1, message }], faults: [] };
  }
  const toRows = rowMaker(source.file, table, columns, layout);
  let header = table.hasHeader;
  for await (const records of readRecords(source, table.delimiter)) {
    const rows: FileRow[] = [];
    const problems: FileProblem[] = [];
    for (const record of records) {
      if (header) header = false;
      else toRows(record, rows, (message) => problems.push({ file: source.file, line: record.line, message }));
    }
    yield { rows, problems, faults: [] };
  }
}

type Complain = (message: string) => void;

function rowMaker(
  file: string,
  table: CsvTable,
  columns: Columns,
  layout: CsvLayout,
): (record: CsvRecord, rows: FileRow[], complain: Complain) => void {
  const nameOf = naming(file, table, columns);
  const instance = layout.instance === undefined ? -1 : table.names.indexOf(layout.instance);
  const last = Math.max(columns.time ?? 0, ...columns.values, ...columns.groups);
  return ({ line, cells, problem }, rows, complain) => {
    if (cells === null) return complain(problem ?? 'it cannot be read');
    if (cells.length <= last) return complain(`it has ${cells.length} of ${table.names.length} cells`);
    if (cells.length > table.names.length && cells.slice(table.names.length).some((cell) => cell.trim() !== ''))
      return complain(`it has ${cells.length} cells where the header has ${table.names.length}`);
    const time = columns.time === null ? null : parseTime(cells[columns.time] as string);
    if (Number.isNaN(time))
      return complain(`${columnWords(table, columns.time as number)} is no instant: ${shown(cells[columns.time as number] as string)}`);
    for (const column of columns.values) {
      const value = parseValue(cells[column] as string, table.decimalComma);
      if (value === undefined) complain(`${columnWords(table, column)} is no number: ${shown(cells[column] as string)}`);
      else
        rows.push({
          line,
          series: nameOf(column, cells),
          at: time,
          value,
          outcome: 'ok',
          code: null,
          instance: instance === -1 ? null : (cells[instance] ?? '').trim(),
        });
    }
  };
}

/** The name of a column's series, made once for each set of groups. */
function naming(file: string, table: CsvTable, columns: Columns): (column: number, cells: readonly string[]) => SeriesName {
  const known = new Map<string, SeriesName>();
  return (column, cells) => {
    const group = columns.groups.map((each) => (cells[each] as string).trim());
    const key = columns.groups.length === 0 ? String(column) : `${column}\0${group.join('\0')}`;
    let name = known.get(key);
    if (name === undefined) {
      const title = table.names[column] as string;
      const fromFile = title === '' || title.toLowerCase() === 'value' || (!table.hasHeader && columns.values.length === 1);
      const metric = fromFile ? metricOfFile(file) : table.hasHeader ? title : `column ${title}`;
      name = seriesName(
        metric,
        null,
        Object.fromEntries(columns.groups.map((each, index) => [table.names[each] as string, group[index] as string])),
      );
      known.set(key, name);
    }
    return name;
  };
}

function columnWords(table: CsvTable, column: number): string {
  return table.hasHeader ? `column "${table.names[column]}"` : `column ${table.names[column]}`;
}

/** A cell of somebody else's file, short and in quotes. */
function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}
