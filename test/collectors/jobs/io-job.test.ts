import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTools } from '../../../collectors/jobs/find-tools.ts';
import { ioJob } from '../../../collectors/jobs/io-job.ts';
import type { JobContext } from '../../../src/core/job.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import { instanceFixture } from './instance-fixture.ts';
import { jobContext, toolsOf, valuesOf } from './job-context.ts';

const FIO = toolsOf({ fio: '3.33' });
const SMALL = { bytes: '512KiB', block_bytes: '16KiB', sync_every: 4 };
/** Leaves its file behind, as a killed fio does. */
const MAKE_FILE = 'for a in "$@"; do case $a in --filename=*) echo x > "${a#--filename=}";; esac; done';

const instance = instanceFixture();

function run(settings: object, context: Partial<JobContext> = {}): Promise<Measurement> {
  return ioJob.run(ioJob.settings.parse(settings), jobContext(instance.channel, context));
}

/** What fio says: three figures for writing, and others for reading back. */
function fioSaying(bytes: number, runtimeMs: number, read: string): string {
  const direction = (size: number): string => `{"io_bytes":${size},"io_kbytes":${size / 1024},"runtime":${runtimeMs}}`;
  const job = (wrote: number, got: number): string =>
    `{"jobs":[{"error":0,"read":${direction(got)},"write":${direction(wrote)},"sync":{"total_ios":8,"lat_ns":{"mean":250000}}}]}`;
  return `${MAKE_FILE}\ncase "$*" in *--rw=read*) ${read.replace('JSON', `echo '${job(0, bytes)}'`)};; *) echo '${job(bytes, 0)}';; esac`;
}

describe('ioJob', () => {
  test('takes duration, throughput and sync time from fio, and removes its file', async () => {
    instance.tools.install('fio', fioSaying(524_288, 200, 'exit 9'));
    const measurement = await run(SMALL, { tools: FIO });
    expect(measurement.outcome).toBe('ok');
    expect(valuesOf(measurement.samples)).toEqual({
      job_duration_seconds: 0.2,
      'io_bytes_per_second write': 2_621_440,
      io_sync_duration_seconds: 0.000_25,
    });
    expect(await readdir(instance.channel.folder)).toEqual([]);
    expect(instance.channel.commands[0]).toEqual(
      expect.arrayContaining(['--bs=16384', '--size=524288', '--rw=write', '--fsync=4', '--end_fsync=1']),
    );
  });

  test('runs the tool that is really there, past the page cache where it is asked to', async () => {
    const found = await findTools(instance.channel, new AbortController().signal);
    const measurement = await run({ ...SMALL, direct_read: true }, { tools: found });
    const values = valuesOf(measurement.samples);
    expect(measurement.outcome).toBe('ok');
    for (const value of Object.values(values)) expect(value).toBeGreaterThan(0);
    expect(Object.keys(values).slice(0, 3)).toEqual(['job_duration_seconds', 'io_bytes_per_second write', 'io_sync_duration_seconds']);
    expect(await readdir(instance.channel.folder)).toEqual([]);
  });

  test('writes and syncs with the Node.js of the instance where fio is not', async () => {
    const measurement = await run({ ...SMALL, direct_read: true });
    const { job_duration_seconds: seconds = 0, ...values } = valuesOf(measurement.samples);
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(values)).toEqual(['io_bytes_per_second write', 'io_sync_duration_seconds']);
    expect((values['io_bytes_per_second write'] ?? 0) * seconds).toBeCloseTo(524_288, 3);
    expect((values['io_sync_duration_seconds'] ?? 0) * 8).toBeLessThanOrEqual(seconds);
    expect(measurement.evidence?.body).toContain('"syncs":8');
    expect(measurement.instrument).toMatchObject({ name: 'portable-io', params: { bytes: 524_288, blockBytes: 16_384, syncEvery: 4 } });
    expect(await readdir(instance.channel.folder)).toEqual([]);
  });

  test('gives a read figure only when the file was read directly', async () => {
    instance.tools.install('fio', fioSaying(524_288, 200, 'JSON'));
    expect(valuesOf((await run({ ...SMALL, direct_read: true }, { tools: FIO })).samples)).toHaveProperty(
      'io_bytes_per_second read',
      2_621_440,
    );
    expect(instance.channel.commands[1]).toEqual(expect.arrayContaining(['--rw=read', '--direct=1', '--readonly']));
    expect(valuesOf((await run(SMALL, { tools: FIO })).samples)).not.toHaveProperty('io_bytes_per_second read');
  });

  test.each(['echo "fio: direct=1 is not supported" >&2; exit 1', 'echo nothing', 'kill -9 $$'])(
    'stands without a read figure when reading ends in: %s',
    async (read) => {
      instance.tools.install('fio', fioSaying(524_288, 200, read));
      const measurement = await run({ ...SMALL, direct_read: true }, { tools: FIO });
      expect(measurement.outcome).toBe('ok');
      expect(valuesOf(measurement.samples)).not.toHaveProperty('io_bytes_per_second read');
      expect(await readdir(instance.channel.folder)).toEqual([]);
    },
  );

  test.each([
    ['fails', `${MAKE_FILE}; echo "fio: no space left" >&2; exit 28`, 'exit_28'],
    ['wrote less', fioSaying(262_144, 200, ''), 'bad_output'],
    ['talks nonsense', `${MAKE_FILE}; echo '{"jobs": [{}]'`, 'bad_output'],
    ['takes too long', `${MAKE_FILE}; exec sleep 30`, 'timeout'],
  ])('removes the file of a tool that %s', async (_what, script, code) => {
    instance.tools.install('fio', script);
    const timeout = code === 'timeout' ? '300ms' : '60s';
    const measurement = await run({ ...SMALL, timeout }, { tools: FIO });
    expect(measurement).toMatchObject({ outcome: 'failed', code, samples: [] });
    expect(await readdir(instance.channel.folder)).toEqual([]);
  });

  test('removes the file of an aborted job', async () => {
    instance.tools.install('fio', `${MAKE_FILE}; exec sleep 30`);
    const controller = new AbortController();
    const running = run(SMALL, { tools: FIO, signal: controller.signal });
    await expect.poll(() => readdir(instance.channel.folder)).toHaveLength(1);
    controller.abort();
    expect(await running).toMatchObject({ outcome: 'unknown', code: 'aborted', samples: [] });
    await expect.poll(() => readdir(instance.channel.folder)).toEqual([]);
  });

  test('leaves the files of others alone', async () => {
    await writeFile(join(instance.channel.folder, 'evenkeel-io-1.dat'), 'x');
    await run(SMALL);
    expect(await readdir(instance.channel.folder)).toEqual(['evenkeel-io-1.dat']);
  });

  test('does not call figures comparable that differ in tool, version, amount or company', () => {
    const texts = [
      [SMALL, FIO, 1],
      [SMALL, toolsOf({ fio: '3.35' }), 1],
      [SMALL, toolsOf(), 1],
      [{ ...SMALL, bytes: '1MiB' }, FIO, 1],
      [{ ...SMALL, sync_every: 1 }, FIO, 1],
      [{ ...SMALL, direct_read: true }, FIO, 1],
      [SMALL, FIO, 2],
    ] as const;
    const all = texts.map(([settings, having, concurrency]) =>
      JSON.stringify(ioJob.instrument(ioJob.settings.parse(settings), having, concurrency)),
    );
    expect(new Set(all).size).toBe(texts.length);
  });
});
