import { jsonDocuments } from '../../core/json-documents.ts';
import type { FileBatch, FileProblem, FileRow } from '../file-row.ts';
import { isObject } from '../json-lines.ts';
import { seriesName } from '../series-name.ts';
import { readFioText } from './fio-text.ts';

type Fields = Readonly<Record<string, unknown>>;

const DIRECTIONS = ['read', 'write', 'trim'] as const;

/** Whether a text is what fio printed, as JSON or for a person. */
export function isFio(head: string): boolean {
  return head.includes('"fio version"') || /^fio-\d/m.test(head) || /^\S.*: \(groupid=\d+, jobs=\d+\): err=/m.test(head);
}

/**
 * fio's output, whatever banners stand around it, and as many outputs as there are. Each job and direction that moved anything gives its `bandwidth` (B/s), `iops` (1/s)
 * and `latency` (mean, s); the instant is the job's start, or when the output was written where fio does not tell the start. A job with an error failed.
 */
export function readFio(file: string, text: string): FileBatch {
  const rows: FileRow[] = [];
  const problems: FileProblem[] = [];
  const documents = [...jsonDocuments(text)].flatMap(({ line, value }) =>
    isObject(value) && 'fio version' in value ? [{ line, output: value }] : [],
  );
  if (documents.length === 0 && !text.includes('"fio version"')) return readFioText(file, text);
  for (const { line, output } of documents) {
    const writtenAt = microseconds(output['timestamp_ms'], 1e3) ?? microseconds(output['timestamp'], 1e6);
    const version = /^fio-(\d+)/.exec(String(output['fio version']))?.[1];
    const jobs = [output['jobs'], output['client_stats']].flatMap((list) => (Array.isArray(list) ? list : [])).filter(isObject);
    if (jobs.length === 0) problems.push({ file, line, message: 'the output of fio has no jobs' });
    for (const job of jobs)
      readJob(job, { line, at: microseconds(job['job_start'], 1e3) ?? writtenAt, old: Number(version ?? 3) < 3 }, rows, (message) =>
        problems.push({ file, line, message }),
      );
  }
  if (text.split('"fio version"').length - 1 > documents.length)
    problems.push({ file, line: text.split('\n').length, message: 'an output of fio breaks off or is damaged' });
  return { rows, problems, faults: [] };
}

interface Place {
  readonly line: number;
  readonly at: number | null;
  /** Before fio 3: bytes in KiB, latencies in µs. */
  readonly old: boolean;
}

function readJob(job: Fields, place: Place, rows: FileRow[], complain: (message: string) => void): void {
  const name = typeof job['jobname'] === 'string' ? job['jobname'] : 'unnamed';
  const error = number(job['error']) ?? 0;
  for (const direction of DIRECTIONS) {
    const figures = job[direction];
    if (!isObject(figures)) continue;
    const moved = [figures['io_bytes'], figures['total_ios'], figures['bw']].some((each) => (number(each) ?? 0) > 0);
    if (!moved && error === 0) continue;
    const instance = typeof job['hostname'] === 'string' && job['hostname'] !== '' ? job['hostname'] : null;
    for (const { metric, unit, value } of measures(figures, place.old)) {
      const series = seriesName(metric, unit, { job: name, direction });
      const row = { line: place.line, series, at: place.at, instance };
      if (error !== 0) rows.push({ ...row, value: Number.NaN, outcome: 'failed', code: `error ${error}` });
      else if (value === null) complain(`job ${name}, ${direction}: there is no ${metric}`);
      else rows.push({ ...row, value, outcome: 'ok', code: null });
    }
  }
}

function measures(
  figures: Fields,
  old: boolean,
): readonly { readonly metric: string; readonly unit: string; readonly value: number | null }[] {
  const kibibytes = number(figures['bw']);
  return [
    { metric: 'bandwidth', unit: 'B/s', value: number(figures['bw_bytes']) ?? (kibibytes === null ? null : kibibytes * 1024) },
    { metric: 'iops', unit: '1/s', value: number(figures['iops']) },
    { metric: 'latency', unit: 's', value: latency(figures, old) },
  ];
}

/** Mean time of one operation, seconds. */
function latency(figures: Fields, old: boolean): number | null {
  const means = [
    [figures['lat_ns'], 1e9],
    [figures['lat_us'], 1e6],
    [figures['lat'], old ? 1e6 : 1e9],
  ] as const;
  for (const [distribution, unit] of means) {
    const mean = isObject(distribution) ? number(distribution['mean']) : null;
    if (mean !== null) return mean / unit;
  }
  return null;
}

function microseconds(value: unknown, factor: number): number | null {
  const known = number(value);
  return known === null || known <= 0 ? null : Math.round(known * factor);
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
