import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';

/** Public measurements outside the project; tests that need them are skipped by name where they are absent. */
export const SHARED_DATA = process.env['EVENKEEL_SHARED_DATA'] ?? join(PACKAGE_ROOT, '..', 'shared', 'data');

export function hasShared(path: string): boolean {
  return existsSync(join(SHARED_DATA, path));
}

/** Column `value`, grouped by column `VM_id`, of one gzip'd CSV of azure-vm-noise. */
export function azureValues(path: string): ReadonlyMap<string, readonly number[]> {
  const [header, ...lines] = gunzipSync(readFileSync(join(SHARED_DATA, 'azure-vm-noise', path)))
    .toString('utf8')
    .trim()
    .split('\n');
  const columns = (header ?? '').trim().split(',');
  const [value, machine] = [columns.indexOf('value'), columns.indexOf('VM_id')];
  const groups = new Map<string, number[]>();
  for (const line of lines) {
    const cells = line.trim().split(',');
    const key = cells[machine] ?? '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [Number(cells[value])]);
    else group.push(Number(cells[value]));
  }
  return groups;
}

/** Annual flow of the Nile, 1871–1970: 100 values. */
export function nile(): Float64Array {
  const file = JSON.parse(readFileSync(join(SHARED_DATA, 'tcpd', 'nile.json'), 'utf8')) as {
    readonly series: readonly { readonly raw: readonly number[] }[];
  };
  return Float64Array.from(file.series[0]?.raw ?? []);
}
