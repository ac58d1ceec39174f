import type { FileBatch, FileRow } from '../file-row.ts';
import { seriesName } from '../series-name.ts';

/** `stress-ng: info:  [17] cpu  1875  10.00  9.99  0.00  187.50  187.69`, as --metrics-brief prints it; newer ones add columns. */
const METRICS = /^stress-ng:?.*\]\s+([a-z][\w-]*)\s+(\d+)\s+([\d.]+)\s+[\d.]+\s+[\d.]+\s+([\d.]+)\s+([\d.]+)(?:\s|$)/;

/** Whether a text is what stress-ng printed. */
export function isStressNg(head: string): boolean {
  return /^stress-ng: /m.test(head);
}

/** Bogus operations a second of real time, for each stressor; one value a run, in the order of the text and without instants. */
export function readStressNg(file: string, text: string): FileBatch {
  const rows = text.split(/\r\n|[\n\r]/).flatMap((line, index): readonly FileRow[] => {
    const match = METRICS.exec(line);
    if (match === null) return [];
    const series = seriesName('bogo_operation_rate', '1/s', { stressor: match[1] as string });
    return [{ line: index + 1, series, at: null, value: Number(match[4]), outcome: 'ok', code: null, instance: null }];
  });
  const problems = rows.length === 0 ? [{ file, line: 1, message: 'it tells no metrics: run stress-ng with --metrics-brief' }] : [];
  return { rows, problems, faults: [] };
}
