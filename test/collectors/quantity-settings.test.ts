import { describe, expect, test } from 'vitest';
import { cpuJob } from '../../collectors/jobs/cpu-job.ts';
import { ioJob } from '../../collectors/jobs/io-job.ts';
import { durationSetting, sizeSetting } from '../../collectors/quantity-settings.ts';

test('sizes and durations are read from text and from their own output', () => {
  expect(sizeSetting.parse('64MiB')).toBe(67_108_864);
  expect(sizeSetting.parse(67_108_864)).toBe(67_108_864);
  expect(durationSetting.parse('1m30s')).toBe(90_000);
  expect(durationSetting.parse(90_000)).toBe(90_000);
});

test.each(['', '64', '-1MiB', '0B', '64 MiB', '64mib', 0, -1, 1.5, Number.NaN, 1e300, null, [], true])('refuses the size %j', (size) => {
  expect(sizeSetting.safeParse(size).success).toBe(false);
});

test('says what was expected', () => {
  expect(durationSetting.safeParse('soon').error?.issues[0]?.message).toMatch(/"soon" as a duration/);
  expect(durationSetting.safeParse(-1).error?.issues[0]?.message).toMatch(/30s/);
  expect(durationSetting.safeParse(true).error?.issues[0]?.message).toMatch(/30s/);
});

describe('settings of the jobs', () => {
  test('have defaults, and take their own output again', () => {
    const [cpu, io] = [cpuJob.settings.parse({}), ioJob.settings.parse({})];
    expect(cpu).toEqual({ tool: 'auto', events: 4000, primes: 10_000, bytes: 2 * 1024 ** 3, block_bytes: 65_536, timeout: 60_000 });
    expect(io).toEqual({ tool: 'auto', bytes: 64 * 1024 ** 2, block_bytes: 16_384, sync_every: 1, direct_read: false, timeout: 120_000 });
    expect(cpuJob.settings.parse(cpu)).toEqual(cpu);
    expect(ioJob.settings.parse(io)).toEqual(io);
  });

  test.each([
    { events: 0 },
    { events: 1.5 },
    { primes: 1 },
    { tool: 'fio' },
    { block_bytes: '512B' },
    { threads: 2 },
    { timeout: 'never' },
  ])('the CPU job refuses %j', (settings) => {
    expect(cpuJob.settings.safeParse(settings).success).toBe(false);
  });

  test.each([
    { bytes: '1000B' },
    { block_bytes: 1 },
    { sync_every: 0 },
    { direct_read: 'yes' },
    { tool: 'sysbench' },
    { file: '/etc/passwd' },
  ])('the IO job refuses %j', (settings) => {
    expect(ioJob.settings.safeParse(settings).success).toBe(false);
  });
});
