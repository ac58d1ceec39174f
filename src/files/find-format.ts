import { csvTable } from './csv/csv-table.ts';
import type { FileFormat } from './file-row.ts';
import { isFio } from './formats/fio.ts';
import { isK6Header } from './formats/k6.ts';
import { isStressNg } from './formats/stress-ng.ts';
import { isSysbench } from './formats/sysbench.ts';
import { isObject } from './json-lines.ts';

/** Documents are told apart once they are read as a whole. */
export type Found = FileFormat | 'document';

/** What a file is by its beginning; `csv` for any text that is none of the others. */
export function findFormat(head: string): Found {
  const text = head.trimStart();
  if (isFio(head)) return 'fio';
  if (/^[{[]/.test(text)) return lineFormat(text) ?? 'document';
  if (isSysbench(head)) return 'sysbench';
  if (isStressNg(head)) return 'stress-ng';
  const first = text.slice(0, text.search(/[\r\n]|$/));
  if (isK6Header(first)) return 'k6';
  return csvFormat(head);
}

/** Whether the beginning of a file for k6 is its CSV output and not its JSON. */
export function isK6Csv(head: string): boolean {
  return !head.trimStart().startsWith('{');
}

/** What one JSON object a line is, by the first that can be read of the first lines. */
function lineFormat(text: string): FileFormat | undefined {
  for (const line of text.split(/\r\n|[\n\r]/).slice(0, 20)) {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      continue;
    }
    if (!isObject(value)) continue;
    if ((value['type'] === 'Point' || value['type'] === 'Metric') && isObject(value['data'])) return 'k6';
    if (typeof value['metric'] === 'string' && 'value' in value && 'timestamp' in value) return 'perfkit';
  }
  return undefined;
}

function csvFormat(head: string): FileFormat {
  const names = csvTable({ head })?.names.map((name) => name.toLowerCase()) ?? [];
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.includes(name));
  if (has('value', 'starttime', 'vm_id')) return 'azure-vm-noise';
  if (names.length === 2 && has('timestamp', 'value')) return 'nab';
  return has('time') && names.some((name) => ['commit', 'branch', 'version'].includes(name)) && !has('value') ? 'otava-csv' : 'csv';
}
