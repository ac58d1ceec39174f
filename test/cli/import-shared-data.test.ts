import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DATA } from '../analysis/shared-data.ts';
import { bench } from './import-fixture.ts';

const counts = `select (select count(*) from observations) as observations, (select count(*) from samples) as samples,
  (select count(*) from series) as series, (select count(*) from events) as events, (select count(*) from machines) as machines`;

describe.each([
  ['tcpd'],
  ['nab'],
  ['rally-faults'],
  ['perfkit'],
  ['fio'],
  ['sysbench'],
  ['stress-ng'],
  ['azure-vm-noise/westus2-D8s_v5-short'],
])('public files of %s', (folder) => {
  it.skipIf(!hasShared(folder))('are imported once, however often they are named', async () => {
    const place = bench();
    const files = readdirSync(join(SHARED_DATA, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.rst$|annotations\.json$|combined_windows\.json$|empty_json\.json$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes('azure') || /sysbench|stress-ng/.test(file));
    expect(files).not.toEqual([]);
    expect(await place.run(...files)).toMatchObject({ exit: 0 });
    const [first] = await place.query<{ samples: number }>(counts);
    expect(first?.samples).toBeGreaterThan(0);
    const { out } = await place.run('--json', ...files);
    expect((JSON.parse(out) as { data: { rows: number }[] }).data.map(({ rows }) => rows)).toEqual(files.map(() => 0));
    expect(await place.query(counts)).toEqual([first]);
  });
});
