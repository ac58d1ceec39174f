import type { FileBatch, FileRow } from '../file-row.ts';
import { seriesName } from '../series-name.ts';

/** fio's `K` is 1024 before version 3 and in `KiB`; `kB` is 1000. */
const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  kB: 1e3,
};
const COUNTS: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, m: 1e6 };
const SECONDS: Readonly<Record<string, number>> = { nsec: 1e-9, usec: 1e-6, msec: 1e-3, sec: 1 };

const JOB = /^(\S.*?): \(groupid=\d+, jobs=\d+\): err=\s*(\d+)/;
const DIRECTION = /^\s+(read|write|trim)\s*:\s.*\bbw=\s*([\d.]+)\s*([KMGk]?i?B)\/s.*$/i;
const LATENCY = /^\s+lat \((nsec|usec|msec|sec)\)\s*:\s*min=.*\bavg=\s*([\d.]+)/;

/** What fio prints for a person: the same series as of its JSON, without instants. */
export function readFioText(file: string, text: string): FileBatch {
  const rows: FileRow[] = [];
  let job: { readonly name: string; readonly error: string } | null = null;
  let direction: string | null = null;
  for (const [index, line] of text.split(/\r\n|[\n\r]/).entries()) {
    const head = JOB.exec(line);
    if (head !== null) [job, direction] = [{ name: head[1] as string, error: head[2] as string }, null];
    // The lines of the run status at the end are sums of what stands above.
    if (line.startsWith('Run status group')) [job, direction] = [null, null];
    if (job === null) continue;
    direction = DIRECTION.exec(line)?.[1]?.toLowerCase() ?? direction;
    if (direction === null) continue;
    const failed = job.error !== '0';
    for (const { metric, unit, value } of figuresIn(line))
      rows.push({
        line: index + 1,
        series: seriesName(metric, unit, { job: job.name, direction }),
        at: null,
        value: failed ? Number.NaN : value,
        outcome: failed ? 'failed' : 'ok',
        code: failed ? `error ${job.error}` : null,
        instance: null,
      });
  }
  return { rows, problems: rows.length === 0 ? [{ file, line: 1, message: 'no job of fio can be made out' }] : [], faults: [] };
}

function figuresIn(line: string): readonly { readonly metric: string; readonly unit: string; readonly value: number }[] {
  const direction = DIRECTION.exec(line);
  if (direction !== null) {
    const iops = /\biops=\s*([\d.]+)([kKmM]?)/i.exec(line);
    return [
      { metric: 'bandwidth', unit: 'B/s', value: Number(direction[2]) * (SIZES[direction[3] as string] ?? 1) },
      ...(iops === null ? [] : [{ metric: 'iops', unit: '1/s', value: Number(iops[1]) * (COUNTS[iops[2] as string] ?? 1) }]),
    ];
  }
  const latency = LATENCY.exec(line);
  return latency === null ? [] : [{ metric: 'latency', unit: 's', value: Number(latency[2]) * (SECONDS[latency[1] as string] as number) }];
}
