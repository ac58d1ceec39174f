import { describe, expect, test } from 'vitest';
import { cpuJob } from '../../../collectors/jobs/cpu-job.ts';
import { findTools } from '../../../collectors/jobs/find-tools.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { JobContext } from '../../../src/core/job.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import { instanceFixture } from './instance-fixture.ts';
import { jobContext, toolsOf, valuesOf } from './job-context.ts';

const SYSBENCH = toolsOf({ sysbench: '1.0.20' });
const OUTPUT = `printf 'CPU speed:\\n    events per second:  2000.00\\nGeneral statistics:\\n    total time:                          0.0500s\\n    total number of events:              100\\n'`;

const instance = instanceFixture();

function run(settings: object, context: Partial<JobContext> = {}): Promise<Measurement> {
  return cpuJob.run(cpuJob.settings.parse(settings), jobContext(instance.channel, context));
}

describe('cpuJob', () => {
  test('takes the duration and the rate that sysbench tells, and keeps its output', async () => {
    instance.tools.install('sysbench', OUTPUT);
    const measurement = await run({ events: 100 }, { tools: SYSBENCH });
    expect(measurement.outcome).toBe('ok');
    expect(valuesOf(measurement.samples)).toEqual({ job_duration_seconds: 0.05, cpu_events_per_second: 2000 });
    expect(measurement.evidence?.body).toContain('events per second:  2000.00');
    expect(instance.channel.commands.at(-1)).toEqual([
      'sysbench',
      'cpu',
      '--events=100',
      '--time=0',
      '--threads=1',
      '--cpu-max-prime=10000',
      'run',
    ]);
  });

  test('runs the tool that is really there', async () => {
    const found = await findTools(instance.channel, new AbortController().signal);
    const measurement = await run({ events: 100, bytes: '4MiB' }, { tools: found, concurrency: 2 });
    const { job_duration_seconds: seconds = 0, cpu_events_per_second: rate = 0 } = valuesOf(measurement.samples);
    expect(measurement.outcome).toBe('ok');
    expect(seconds).toBeGreaterThan(0);
    expect(rate).toBeGreaterThan(0);
    expect(measurement.instrument.params).toMatchObject({ threads: 1, concurrency: 2 });
  });

  test('hashes on the Node.js of the instance where sysbench is not', async () => {
    const measurement = await run({ bytes: '32MiB', block_bytes: '64KiB' });
    const { job_duration_seconds: seconds = 0, cpu_events_per_second: rate = 0 } = valuesOf(measurement.samples);
    expect(measurement.outcome).toBe('ok');
    expect(rate * seconds).toBeCloseTo(512, 6);
    expect(seconds * 1e6).toBeLessThan(measurement.tookUs);
    expect(measurement.instrument).toEqual({
      name: 'portable-cpu',
      version: `1 (node ${process.versions.node})`,
      params: { blocks: 512, blockBytes: 65_536, threads: 1, concurrency: 1 },
    });
  });

  test.each([
    ['says something else', 'echo "all well"', 'bad_output'],
    ['says nothing', 'true', 'bad_output'],
    ['did less than it was asked', OUTPUT.replace('100', '99'), 'bad_output'],
    ['exits with 3', 'echo half; echo why >&2; exit 3', 'exit_3'],
    ['is killed', 'kill -9 $$', 'signal_SIGKILL'],
  ])('fails when the tool %s, with all it said', async (_what, script, code) => {
    instance.tools.install('sysbench', script);
    const measurement = await run({ events: 100 }, { tools: SYSBENCH });
    expect(measurement).toMatchObject({ outcome: 'failed', code, samples: [], instrument: { name: 'sysbench-cpu', version: '1.0.20' } });
    expect(measurement.evidence?.body).toContain('$ sysbench cpu');
  });

  test('keeps both streams of a failure', async () => {
    instance.tools.install('sysbench', 'echo half; echo why >&2; exit 3');
    const { evidence } = await run({}, { tools: SYSBENCH });
    expect(evidence?.body).toMatch(/--- stdout\nhalf\n[^]*--- stderr\nwhy\n/);
  });

  test('fails with 127 when the tool has gone', async () => {
    const measurement = await cpuJob.run(
      cpuJob.settings.parse({ tool: 'sysbench' }),
      jobContext(
        { ...instance.channel, exec: (argv, options) => instance.channel.exec([`no-such-${argv[0]}`], options) },
        { tools: SYSBENCH },
      ),
    );
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'exit_127' });
  });

  test('fails with timeout when the work takes longer than its limit', async () => {
    instance.tools.install('sysbench', 'exec sleep 30');
    const measurement = await run({ timeout: '100ms' }, { tools: SYSBENCH });
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'timeout', samples: [] });
    // The channel's own word, not that of the limit behind it.
    expect(measurement.evidence?.body).toContain('SIGKILL, timed out');
  });

  test('gives up on a channel that never answers', async () => {
    const hanging = { ...instance.channel, exec: () => new Promise<never>(() => {}) };
    const clock = { ...systemClock, sleep: () => Promise.resolve() };
    expect(await cpuJob.run(cpuJob.settings.parse({}), jobContext(hanging, { clock }))).toMatchObject({
      outcome: 'failed',
      code: 'timeout',
    });
  });

  test('fails with channel when the channel breaks', async () => {
    const broken = { ...instance.channel, exec: () => Promise.reject(new Error('write EPIPE', { cause: new Error('instance gone') })) };
    const measurement = await cpuJob.run(cpuJob.settings.parse({}), jobContext(broken));
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'channel', evidence: { body: 'write EPIPE: instance gone' } });
  });

  test('is our own trouble when the instance lacks what the config asks for', async () => {
    const measurement = await run({ tool: 'sysbench' });
    expect(measurement).toMatchObject({ outcome: 'unknown', code: 'harness', samples: [] });
    expect(measurement.evidence?.body).toContain('sysbench');
    expect(instance.channel.commands).toEqual([]);
  });
});
