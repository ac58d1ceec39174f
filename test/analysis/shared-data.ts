import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { groupBy } from '../../src/analysis/group-by.ts';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';

/** Public measurements outside the project; tests that need them are skipped by name where they are absent. */
export const SHARED_DATA = process.env['EVENKEEL_SHARED_DATA'] ?? join(PACKAGE_ROOT, '..', 'shared', 'data');

export function hasShared(path: string): boolean {
  return existsSync(join(SHARED_DATA, path));
}

/** Rows of one gzip'd CSV of azure-vm-noise, in order of time. */
export function azureRows(path: string): {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly machines: readonly string[];
} {
  const [header, ...lines] = gunzipSync(readFileSync(join(SHARED_DATA, 'azure-vm-noise', path)))
    .toString('utf8')
    .trim()
    .split('\n');
  const columns = (header ?? '').trim().split(',');
  const [value, started, machine] = ['value', 'starttime', 'VM_id'].map((name) => columns.indexOf(name)) as [number, number, number];
  const rows = lines
    .map((line) => line.trim().split(','))
    .map((cells) => ({
      at: Date.parse(`${cells[started]?.replace(' ', 'T')}Z`) * 1000,
      value: Number(cells[value]),
      machine: cells[machine] ?? '',
    }))
    .toSorted((a, b) => a.at - b.at);
  return {
    times: Float64Array.from(rows, ({ at }) => at),
    values: Float64Array.from(rows, (row) => row.value),
    machines: rows.map((row) => row.machine),
  };
}

/** The values of such a file by machine. */
export function azureValues(path: string): ReadonlyMap<string, readonly number[]> {
  const { values, machines } = azureRows(path);
  const rows = groupBy([...machines.keys()], (row) => machines[row] ?? '');
  return new Map([...rows].map(([machine, members]) => [machine, members.map((row) => values[row] ?? Number.NaN)]));
}

/** Annual flow of the Nile, 1871–1970: 100 values. */
export function nile(): Float64Array {
  const file = JSON.parse(readFileSync(join(SHARED_DATA, 'tcpd', 'nile.json'), 'utf8')) as {
    readonly series: readonly { readonly raw: readonly number[] }[];
  };
  return Float64Array.from(file.series[0]?.raw ?? []);
}
