import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardDeviation, mean } from '../../src/analysis/moments.ts';
import { median } from '../../src/analysis/quantile.ts';
import { readSeries } from '../../src/files/read-series.ts';
import { hasShared, SHARED_DATA } from '../analysis/shared-data.ts';

/** Files that hold no series: what people or programs said of the others. */
const NO_SERIES = /annotations\.json$|combined_windows\.json$|\.rst$|empty_json\.json$|README\.md$/;

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}

describe.each([
  ['azure-vm-noise', 'azure-vm-noise'],
  ['nab', 'nab'],
  ['tcpd', 'tcpd'],
  ['rally-faults', 'rally'],
  ['perfkit', 'perfkit'],
  ['fio', 'fio'],
  ['sysbench', 'sysbench'],
  ['stress-ng', 'stress-ng'],
])('public files of %s', (folder, format) => {
  it.skipIf(!hasShared(folder))('are all read, but for those that hold no series', async () => {
    const files = filesOf(join(SHARED_DATA, folder));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      if (NO_SERIES.test(file)) await expect(readSeries(file), file).rejects.toMatchObject({ code: 'file-unreadable' });
      else {
        const found = await readSeries(file);
        expect(found.format, file).toBe(format);
        expect(found.series.length, file).toBeGreaterThan(0);
      }
    }
  });
});

describe('figures that are known of public files', () => {
  it.skipIf(!hasShared('azure-vm-noise'))('come out of azure-vm-noise', async () => {
    const cov = (values: readonly number[]): number =>
      (standardDeviation(values) * Math.sqrt((values.length - 1) / values.length)) / mean(values);
    const read = async (path: string): Promise<readonly number[]> => [
      ...((await readSeries(join(SHARED_DATA, 'azure-vm-noise', path))).series[0]?.values ?? []),
    ];
    const long = 'westus2-D8s_v5-long';
    const cpu = await read(`${long}/sysbench-test-cpu.csv.gz`);
    expect([cpu.length, median(cpu), (100 * cov(cpu)).toFixed(2)]).toEqual([20_747, 12_509.71, '0.07']);
    const memory = await read(`${long}/sysbench-test-ram-memory.csv.gz`);
    expect([memory.length, (100 * cov(memory)).toFixed(2)]).toEqual([20_742, '2.51']);
    expect((100 * cov(await read(`${long}/stress-ng-test-cpu-cache.csv.gz`))).toFixed(2)).toBe('13.96');
    expect((100 * cov(await read('eastus-B8ms-short/sysbench-test-cpu.csv.gz'))).toFixed(1)).toBe('28.5');
    expect((100 * cov(await read('eastus-B8ms-long/sysbench-test-cpu.csv.gz'))).toFixed(2)).toBe('0.42');
  });

  it.skipIf(!hasShared('perfkit'))('come out of perfkit: 3,613 samples, all with a malformed label, none lost', async () => {
    const found = await readSeries(join(SHARED_DATA, 'perfkit', 'samples.ndjson'));
    expect([found.rows, found.malformed, found.series.length]).toEqual([3613, 3613, 40]);
    expect(found.series.every(({ name }) => name.groups['ip_type'] === 'internal')).toBe(true);
  });
});
