import { describe, expect, it } from 'vitest';
import { gaussian } from '../analysis/simulate.ts';
import { job, probe, runStart, T0, testWriter } from '../store/store-fixture.ts';
import { bench, type Bench } from './import-fixture.ts';

interface Judged {
  readonly series: string;
  readonly format: string;
  readonly unit: string | null;
  readonly firstAt: number | null;
  readonly n: number;
  readonly missing: number;
  readonly failed: number;
  readonly changePoints: readonly { readonly index: number }[];
  readonly outages: readonly unknown[];
  readonly components: unknown;
}

async function judged(place: Bench, ...words: string[]): Promise<readonly Judged[]> {
  const { out, exit } = await place.command('analyze', '--json', ...words);
  expect(exit).toBe(0);
  return (JSON.parse(out) as { data: Judged[] }).data;
}

/** What must not depend on where the rows were read from. */
const figures = (all: readonly Judged[]): readonly unknown[] =>
  all.map((one) => ({
    ...one,
    series: undefined,
    file: undefined,
    format: undefined,
    metric: undefined,
    groups: undefined,
    unit: one.unit,
  }));

/** Two machines, a step after 60 of 120 minutes, one cell empty. */
function csv(): string {
  const random = gaussian(3);
  const rows = Array.from({ length: 120 }, (_, index) => {
    const value = index === 7 ? '' : (index < 60 ? 10 : 12) + 0.2 * random();
    return `${value},1,${new Date(T0 / 1000 + 60_000 * index).toISOString()},vm-${index % 2}\n`;
  });
  return `value,runtime,starttime,VM_id\n${rows.join('')}`;
}

function rally(): string {
  const result = Array.from({ length: 40 }, (_, index) => ({
    timestamp: T0 / 1e6 + index,
    duration: 1 + (index % 7) / 100,
    error: index >= 20 && index < 26 ? ['TimeoutException'] : [],
    atomic_actions: {},
  }));
  return JSON.stringify([{ key: { name: 'Nova.boot' }, hooks: [], result }]);
}

describe('evenkeel analyze --store', () => {
  it.each([
    ['cpu.csv', csv()],
    ['rally.json', rally()],
    ['order.csv', `value\n${Array.from({ length: 50 }, (_, index) => (index < 25 ? 5 : 9) + (index % 3) / 10).join('\n')}\n`],
  ])('says of an imported %s what analyze says of the file', async (name, text) => {
    const place = bench();
    const file = place.file(name, text);
    await place.run(file);
    const [ofFile, ofStore] = [await judged(place, file), await judged(place, '--store')];
    expect(ofFile).toHaveLength(1);
    expect(figures(ofStore)).toEqual(figures(ofFile));
    expect(ofStore[0]).toMatchObject({ format: 'store', series: expect.stringContaining('target=imported') });
  });

  it('reads probes with their failed looks, and jobs with their hosts; retries are left out', async () => {
    const place = bench();
    const writer = await testWriter({ file: `${place.folder}/evenkeel.db`, sessionsDir: `${place.folder}/sessions` });
    for (let index = 0; index < 20; index += 1) {
      const at = T0 + index * 1_000_000;
      await writer.record(index >= 5 && index < 9 ? probe({ at, outcome: 'failed', code: 'ECONNREFUSED', samples: [] }) : probe({ at }));
    }
    const run = await writer.startRun(runStart('20260101t000000-aaaaaa'));
    const instances = [1, 2].map((ordinal) => writer.addInstance({ run, ordinal, target: 'local', flavour: 'small' }));
    const [first, second] = await Promise.all(instances);
    await writer.describeInstance(first as number, { hostKey: 'host-a', cpuModel: 'x', context: '' });
    for (let index = 0; index < 12; index += 1)
      await writer.record(job(1 + index / 100, { at: T0 + index, run, instance: (index % 2 === 0 ? first : second) as number }));
    await writer.record(job(9, { at: T0 + 99, run, instance: first as number, attempt: 1 }));
    await writer.close('done');
    const all = await judged(place, '--store');
    expect(all.map(({ series, unit, n, missing, failed }) => [series, unit, n, missing, failed])).toEqual([
      ['job_duration_seconds{target=local, job_kind=cpu}', 's', 12, 0, 0],
      ['probe_duration_seconds{target=local, phase=total, probe=resolver, probe_kind=dns}', 's', 20, 4, 4],
    ]);
    expect(all[1]?.outages).toHaveLength(1);
    expect(all[0]?.components).not.toBeNull();
    expect(await judged(place, '--store', '--metric', 'job_duration_seconds', '--target', 'local')).toEqual(all.slice(0, 1));
  });

  it('tells series of two mappings apart by their instruments', async () => {
    const place = bench();
    const file = place.file('a.csv', 'time,latency\n2026-01-01,1\n2026-01-02,2\n');
    await place.run(file);
    await place.run(file, '--value', 'latency');
    expect((await judged(place, '--store')).map(({ series }) => series)).toEqual([
      'latency{target=imported, instrument="csv import {}", clock=utc}',
      'latency{target=imported, instrument="csv import {\\"values\\":[\\"latency\\"]}", clock=utc}',
    ]);
  });

  it('refuses what does not go together, and says where there is nothing', async () => {
    const place = bench();
    const file = place.file('a.csv', 'value\n1\n');
    await expect(place.command('analyze', '--store')).rejects.toMatchObject({ code: 'no-data' });
    await place.run(file);
    for (const words of [
      ['--store', file],
      ['--store', '--time', 'x'],
      ['--store', '--format', 'csv'],
      [file, '--metric', 'a'],
      [file, '--target', 'a'],
    ])
      await expect(place.command('analyze', ...words), words.join(' ')).rejects.toMatchObject({ code: 'usage' });
    await expect(place.command('analyze', '--store', '--metric', 'nope')).rejects.toMatchObject({
      code: 'no-data',
      message: 'The store holds no such series of the metric "nope"',
    });
  });
});
