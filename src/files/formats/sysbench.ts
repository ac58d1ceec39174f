import type { FileBatch, FileRow } from '../file-row.ts';
import { seriesName } from '../series-name.ts';

const MIB = 1024 ** 2;
const SIZES: Readonly<Record<string, number>> = {
  Kb: 1024,
  Mb: MIB,
  Gb: 1024 ** 3,
  KB: 1024,
  MB: MIB,
  GB: 1024 ** 3,
  KiB: 1024,
  MiB: MIB,
  GiB: 1024 ** 3,
};

/** Each begins the output of one run. */
const RUN = /(?:^|\s)sysbench (?:\d+\.\d+[\w.-]*)/;

/** What tells which test it was, in the words of 0.4 or 1.0. */
const TESTS: readonly (readonly [string, RegExp])[] = [
  ['cpu', /CPU performance|Prime numbers limit|Maximum prime number/i],
  ['memory', /memory (?:operations )?speed test/i],
  ['fileio', /file size|total file size|Extra file open flags/i],
  ['threads', /thread subsystem performance|Thread yields/i],
  ['mutex', /mutex performance/i],
  ['oltp', /queries performed:|OLTP test statistics/i],
];

/** Whether a text is what sysbench printed. */
export function isSysbench(head: string): boolean {
  return (
    head.split(/\r?\n/).some((line) => RUN.test(line)) &&
    /Running the test|Threads fairness|General statistics|Test execution summary/.test(head)
  );
}

interface Figure {
  readonly pattern: RegExp;
  readonly metric: string;
  readonly unit: string | null;
  readonly value: (match: RegExpExecArray) => number;
}

const figure = (
  metric: string,
  unit: string | null,
  pattern: RegExp,
  factor: number | ((match: RegExpExecArray) => number) = 1,
): Figure => ({
  pattern,
  metric,
  unit,
  value: typeof factor === 'number' ? (match) => Number(match[1]) * factor : factor,
});

const milliseconds = (match: RegExpExecArray): number => Number(match[1]) / 1000;
const bytes = (match: RegExpExecArray): number => Number(match[1]) * (SIZES[match[2] as string] ?? 1);

/** One a run, in base units; 0.4 and 1.0 differ in words. */
const FIGURES: readonly Figure[] = [
  figure('time', 's', /^\s*(?:total time|time elapsed):\s+([\d.]+)s/),
  figure('events', null, /^\s*total number of events:\s+(\d+)/),
  figure('event_rate', '1/s', /^\s*events per second:\s+([\d.]+)/),
  figure('latency', 's', /^\s*avg:\s+([\d.]+)(?:ms)?\s*$/, milliseconds),
  figure('latency_max', 's', /^\s*max:\s+([\d.]+)(?:ms)?\s*$/, milliseconds),
  figure('latency_p95', 's', /^\s*(?:approx\.\s+)?95(?:th)?\s+percentile:\s+([\d.]+)(?:ms)?\s*$/, milliseconds),
  figure('transfer_rate', 'B/s', /transferred \(([\d.]+)\s*([KMG]i?[bB])\/sec\)/, bytes),
  figure('transfer_rate', 'B/s', /^.*Total transferred [\d.]+\w+\s+\(([\d.]+)\s*([KMG]i?[bB])\/sec\)/, bytes),
  figure('read_rate', 'B/s', /^\s*read, MiB\/s:\s+([\d.]+)/, MIB),
  figure('write_rate', 'B/s', /^\s*written, MiB\/s:\s+([\d.]+)/, MIB),
  figure('operation_rate', '1/s', /^\s*(?:Total operations|Operations performed):\s+\d+ \(\s*([\d.]+) (?:per second|ops\/sec)\)/),
  figure('read_operation_rate', '1/s', /^\s*reads\/s:\s+([\d.]+)/),
  figure('write_operation_rate', '1/s', /^\s*writes\/s:\s+([\d.]+)/),
  figure('operation_rate', '1/s', /^\s*([\d.]+) Requests\/sec executed/),
  figure('transaction_rate', '1/s', /^\s*transactions:\s+\d+\s+\(([\d.]+) per sec\.\)/),
];

/** `[ 2s ] thds: 4 eps: 812.3 lat (ms,95%): 5.1`: what --report-interval prints while a run goes on. */
const INTERVAL = /^\[\s*\d+s\s*\]/;
const INTERVAL_FIGURES: readonly Figure[] = [
  figure('interval_event_rate', '1/s', /\beps:\s*([\d.]+)/),
  figure('interval_transaction_rate', '1/s', /\btps:\s*([\d.]+)/),
  figure('interval_query_rate', '1/s', /\bqps:\s*([\d.]+)/),
  figure('interval_latency', 's', /\blat \(ms,\s*\d+%\):\s*([\d.]+)/, milliseconds),
];

/** The output of one or more runs of sysbench: each figure of each test is a series with one value a run, in the order of the text and without instants. */
export function readSysbench(file: string, text: string): FileBatch {
  const rows: FileRow[] = [];
  const lines = text.split(/\r\n|[\n\r]/);
  const starts = lines.flatMap((line, index) => (RUN.test(line) ? [index] : []));
  for (const [run, start] of starts.entries()) rows.push(...readRun(lines.slice(start, starts[run + 1]), start));
  return { rows, problems: rows.length === 0 ? [{ file, line: 1, message: 'no run of sysbench came to its end' }] : [], faults: [] };
}

function readRun(lines: readonly string[], start: number): readonly FileRow[] {
  const test = TESTS.find(([, words]) => lines.some((line) => words.test(line)))?.[0] ?? 'other';
  const rows: FileRow[] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const isInterval = INTERVAL.test(line);
    for (const { pattern, metric, unit, value } of isInterval ? INTERVAL_FIGURES : FIGURES) {
      const match = pattern.exec(line);
      if (match === null || (!isInterval && seen.has(metric))) continue;
      if (!isInterval) seen.set(metric, value(match));
      rows.push({
        line: start + index + 1,
        series: seriesName(metric, unit, { test }),
        at: null,
        value: value(match),
        outcome: 'ok',
        code: null,
        instance: null,
      });
    }
  }
  const [events, seconds] = [seen.get('events'), seen.get('time')];
  // 0.4 does not print the rate.
  if (!seen.has('event_rate') && events !== undefined && seconds !== undefined && seconds > 0) {
    const at = lines.findIndex((line) => /total number of events:/.test(line));
    rows.push({
      line: start + at + 1,
      series: seriesName('event_rate', '1/s', { test }),
      at: null,
      value: events / seconds,
      outcome: 'ok',
      code: null,
      instance: null,
    });
  }
  return rows;
}
