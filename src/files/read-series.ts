import { HarnessError } from '../core/errors.ts';
import type { FileFormat, FileProblem, InjectedFault, ReadOptions } from './file-row.ts';
import { openRows } from './read-rows.ts';
import { seriesColumns, type FileSeries, type SeriesColumns } from './series-columns.ts';

/** So many problems of a file are told; all are counted. */
const TOLD = 100;
const MOST_SERIES = 100_000;

export interface ReadFile {
  readonly file: string;
  readonly format: FileFormat;
  /** Rows that were kept. */
  readonly rows: number;
  /** In the order in which their first rows stand in the file. */
  readonly series: readonly FileSeries[];
  /** The first hundred. */
  readonly problems: readonly FileProblem[];
  /** All that were met. */
  readonly malformed: number;
  readonly faults: readonly InjectedFault[];
}

/** All series of a file. Rejects as `openRows` does, and with `usage` where the groups make more than 100,000 series. */
export async function readSeries(file: string, options: ReadOptions = {}): Promise<ReadFile> {
  const { format, batches } = await openRows(file, options);
  const series = new Map<string, SeriesColumns>();
  const problems: FileProblem[] = [];
  const faults: InjectedFault[] = [];
  let [rows, malformed] = [0, 0];
  for await (const batch of batches()) {
    rows += batch.rows.length;
    malformed += batch.problems.length;
    problems.push(...batch.problems.slice(0, TOLD - problems.length));
    faults.push(...batch.faults);
    for (const row of batch.rows) {
      let columns = series.get(row.series.key);
      if (columns === undefined) {
        if (series.size === MOST_SERIES) throw tooManySeries(file);
        columns = seriesColumns(row.series);
        series.set(row.series.key, columns);
      }
      columns.add(row);
    }
  }
  return { file, format, rows, series: [...series.values()].map((columns) => columns.finish()), problems, malformed, faults };
}

function tooManySeries(file: string): HarnessError {
  return new HarnessError('usage', `It has more than ${MOST_SERIES.toLocaleString('en')} series`, {
    place: file,
    hint: 'Name columns with fewer different cells: --group.',
  });
}
