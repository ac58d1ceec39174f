import { canonical } from '../../../core/canonical.ts';
import type { FileBatch, FileFormat, FileProblem, FileRow, InjectedFault } from '../../../files/file-row.ts';
import type { FileContent } from './file-content.ts';
import type { LineHash } from './line-hash.ts';

const DOCUMENTS: ReadonlySet<FileFormat> = new Set(['tcpd', 'rally', 'fio']);

/** Whether a format is rewritten where it grows: what is counted is its rows, in place of its lines. */
export function isDocument(format: FileFormat): boolean {
  return DOCUMENTS.has(format);
}

export async function documentContent(format: FileFormat, batches: AsyncIterable<FileBatch>, hash: LineHash): Promise<FileContent> {
  const found: FileRow[] = [];
  const faults: InjectedFault[] = [];
  const problems: FileProblem[] = [];
  for await (const batch of batches) {
    for (const row of batch.rows) found.push(row);
    faults.push(...batch.faults);
    for (const problem of batch.problems) problems.push(problem);
  }
  // Its dimensions grow side by side.
  if (format === 'tcpd') found.sort((a, b) => a.line - b.line);
  const rows = found.map((row, index) => ({ ...row, line: index + 1 }));
  const lines = rows.map((row) => rowText(row));
  hash.push(lines);
  return {
    format,
    called: rows[0]?.series.metric ?? '',
    async *lines() {
      yield lines;
    },
    async *batches() {
      const upTo = countUpTo(found.map(({ line }) => line));
      const placed = problems.map((problem) => ({ ...problem, counted: Math.max(1, upTo(problem.line)) }));
      yield { rows, problems: placed, faults, isTail: false };
    },
    hash,
    isUnended: () => false,
    close: () => undefined,
  };
}

/** How many of the numbers are at most a limit. */
function countUpTo(numbers: readonly number[]): (limit: number) => number {
  const sorted = Float64Array.from(numbers).sort();
  return (limit) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function rowText({ series, at, value, outcome, code, instance, took }: FileRow): string {
  return canonical([series.key, at, Number.isFinite(value) ? value : null, outcome, code, instance, took ?? null]);
}
