import { readRecords } from '../csv/read-records.ts';
import { splitRecord } from '../csv/split-record.ts';
import type { FileBatch, FileProblem, FileRow, ReadOptions, SeriesName } from '../file-row.ts';
import { isObject, jsonLines } from '../json-lines.ts';
import type { TextSource } from '../open-text.ts';
import { parseTime } from '../parse-time.ts';
import { parseValue } from '../parse-value.ts';
import { seriesName } from '../series-name.ts';

/** Tags that tell series of one metric apart, where the options name no others: k6's URLs may be without number. */
const GROUPS = ['scenario', 'group', 'check'] as const;
/** k6's own metrics that are times; a JSON output says it of every metric, a CSV output of none. */
const BUILT_IN_TIMES =
  /^(?:http_req_(?!failed)\w+|iteration_duration|group_duration|ws_connecting|ws_session_duration|ws_ping|grpc_req_duration|browser_web_vital_(?:fcp|fid|inp|lcp|ttfb)|browser_http_req_duration)$/;

/** Lines of `k6 run --out json`: points with their instant as k6 gives it (the end of the act), times in seconds. */
export async function* readK6Json(source: TextSource, options: ReadOptions): AsyncGenerator<FileBatch> {
  const kinds = new Map<string, string>();
  const toRow = pointReader(options, (metric) => kinds.get(metric));
  for await (const lines of jsonLines(source)) {
    const rows: FileRow[] = [];
    const problems: FileProblem[] = [];
    for (const { line, value: entry } of lines) {
      const data = isObject(entry?.['data']) ? entry['data'] : {};
      const metric = entry?.['metric'];
      if (entry?.['type'] === 'Metric' && typeof data['name'] === 'string') kinds.set(data['name'], String(data['contains']));
      const { time, value } = data;
      const isPoint = entry?.['type'] === 'Point' && typeof metric === 'string' && typeof time === 'string' && typeof value === 'number';
      const tags = isObject(data['tags']) ? data['tags'] : {};
      const row = isPoint ? toRow(line, { metric, time, value, tag: (name) => textOf(tags[name]) }) : undefined;
      if (row !== undefined) rows.push(row);
      else if (entry?.['type'] !== 'Metric' || isPoint)
        problems.push({ file: source.file, line, message: 'it is no metric and no point of k6' });
    }
    yield { rows, problems, faults: [] };
  }
}

/** Records of `k6 run --out csv`, as `readK6Json` gives them. */
export async function* readK6Csv(source: TextSource, options: ReadOptions): AsyncGenerator<FileBatch> {
  const toRow = pointReader(options, (metric) => (BUILT_IN_TIMES.test(metric) ? 'time' : undefined));
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const records of readRecords(source, ',')) {
    const rows: FileRow[] = [];
    const problems: FileProblem[] = [];
    for (const { line, cells } of records) {
      if (columns === undefined && cells !== null) {
        columns = new Map(cells.map((name, index) => [name.trim(), index]));
        continue;
      }
      const cell = (name: string): string => cells?.[columns?.get(name) ?? -1] ?? '';
      const extra = new URLSearchParams(cell('extra_tags'));
      const value = parseValue(cell('metric_value'));
      const row =
        cells === null || value === undefined || cell('metric_name') === ''
          ? undefined
          : toRow(line, {
              metric: cell('metric_name'),
              time: cell('timestamp'),
              value,
              tag: (name) => cell(name) || (extra.get(name) ?? ''),
            });
      if (row === undefined) problems.push({ file: source.file, line, message: 'it is no point of k6' });
      else rows.push(row);
    }
    yield { rows, problems, faults: [] };
  }
}

/** Whether a first line is the header of k6's CSV output. */
export function isK6Header(line: string): boolean {
  const cells = splitRecord(line, ',') ?? [];
  return ['metric_name', 'timestamp', 'metric_value'].every((name) => cells.includes(name));
}

interface Point {
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tag: (name: string) => string;
}

function pointReader(
  options: ReadOptions,
  containsOf: (metric: string) => string | undefined,
): (line: number, point: Point) => FileRow | undefined {
  const names = new Map<string, SeriesName>();
  const chosen = options.groups ?? GROUPS;
  return (line, { metric, time, value, tag }) => {
    const at = parseTime(time);
    if (Number.isNaN(at)) return undefined;
    const isTime = containsOf(metric) === 'time';
    const texts = chosen.map((name) => tag(name));
    const key = `${metric}\0${texts.join('\0')}`;
    let series = names.get(key);
    if (series === undefined) {
      const groups = Object.fromEntries(
        chosen.map((name, index) => [name, texts[index] as string] as const).filter(([, text]) => text !== ''),
      );
      series = seriesName(metric, isTime ? 's' : containsOf(metric) === 'data' ? 'B' : null, groups);
      names.set(key, series);
    }
    const seconds = isTime ? value / 1000 : value;
    // k6 says so of every request whose answer its script did not expect.
    if (isTime && tag('expected_response') === 'false') {
      const code = tag('error_code') || tag('status') || null;
      return { line, series, at, value: Number.NaN, outcome: 'failed', code: code === '0' ? null : code, instance: null, took: seconds };
    }
    return { line, series, at, value: seconds, outcome: 'ok', code: null, instance: null };
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
