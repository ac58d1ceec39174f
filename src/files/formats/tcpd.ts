import type { FileBatch, FileProblem, FileRow } from '../file-row.ts';
import { isObject } from '../json-lines.ts';
import { dayTime, parseTime } from '../parse-time.ts';
import { metricOfFile, seriesName } from '../series-name.ts';

/** Whether a document is a series as the Turing Change Point Dataset has them. */
export function isTcpd(document: unknown): boolean {
  return (
    isObject(document) &&
    Array.isArray(document['series']) &&
    document['series'].some((each) => isObject(each) && Array.isArray(each['raw']))
  );
}

/**
 * Each dimension is a series, called as its label (as the file where the label says nothing); null is missing. Instants come from `time.raw`; where there are none,
 * they cannot be read or do not rise, there is only the order of the elements: annotations count in it.
 */
export function readTcpd(file: string, document: unknown): FileBatch {
  const { series, name, time } = document as { series: readonly unknown[]; name?: unknown; time?: unknown };
  const rows: FileRow[] = [];
  const problems: FileProblem[] = [];
  const title = typeof name === 'string' && name !== '' ? name : metricOfFile(file);
  for (const [index, dimension] of series.entries()) {
    const { label, raw } = isObject(dimension) ? dimension : {};
    if (!Array.isArray(raw)) {
      problems.push({ file, line: index + 1, message: `dimension ${index + 1} has no raw values` });
      continue;
    }
    const times = instants(time, raw.length);
    const groups = series.length === 1 ? {} : { dimension: typeof label === 'string' && label !== '' ? label : String(index + 1) };
    const called = seriesName(title, null, groups);
    for (const [row, value] of raw.entries()) {
      if (value !== null && typeof value !== 'number')
        problems.push({ file, line: row + 1, message: `value ${row + 1} is no number: ${JSON.stringify(value).slice(0, 60)}` });
      else
        rows.push({
          line: row + 1,
          series: called,
          at: times?.[row] ?? null,
          value: value ?? Number.NaN,
          outcome: 'ok',
          code: null,
          instance: null,
        });
    }
  }
  return { rows, problems, faults: [] };
}

function instants(time: unknown, length: number): readonly number[] | null {
  const { raw, format } = isObject(time) ? time : {};
  if (!Array.isArray(raw) || raw.length < length) return null;
  const times = raw.slice(0, length).map((each) => instant(String(each), format));
  return times.every((at, index) => !Number.isNaN(at) && (index === 0 || at >= (times[index - 1] as number))) ? times : null;
}

/** Years and months stand alone in these files. */
function instant(text: string, format: unknown): number {
  const [, year, month] = /^(\d{4})(?:[-/.](\d{1,2}))?$/.exec(text) ?? [];
  if (year === undefined || (format !== '%Y' && month === undefined)) return parseTime(text);
  return dayTime(Number(year), Number(month ?? 1), 1);
}
