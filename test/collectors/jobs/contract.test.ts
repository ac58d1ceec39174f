import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobKinds } from '../../../collectors/jobs/registry.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { metricOf } from '../../../src/core/metrics.ts';
import type { ExecResult, InstanceChannel } from '../../../src/core/provider.ts';
import { jobContext, toolsOf } from './job-context.ts';
import { processChannel, type ProcessChannel } from './process-channel.ts';

/** Small work for every kind; a kind that is new to the registry has to be listed. */
const SETTINGS: { readonly [kind: string]: object } = {
  cpu: { bytes: '1MiB', events: 10 },
  io: { bytes: '64KiB', block_bytes: '16KiB' },
};
const HAVING = [toolsOf(), toolsOf({ sysbench: '1.0.20', fio: '3.33' })];

/** A channel that gives this answer to every command. */
function answering(answer: () => Promise<Partial<ExecResult>>): InstanceChannel {
  const result = { exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '', at: 0, tookUs: 1 };
  return {
    exec: async () => ({ ...result, ...(await answer()) }),
    context: () => Promise.reject(new Error('none')),
    facts: () => Promise.resolve(toolsOf().facts),
    close: () => Promise.resolve(),
  };
}

describe.each(jobKinds.map((kind) => [kind.kind, kind] as const))('job %s', (name, kind) => {
  let channel: ProcessChannel;
  beforeEach(async () => {
    channel = await processChannel();
  });
  afterEach(() => channel.close());
  const settings = kind.settings.parse(SETTINGS[name]);

  test('has settings that are all optional, strict, and read again as they are', () => {
    expect(kind.settings.safeParse({}).success).toBe(true);
    expect(kind.settings.safeParse({ unknown: 1 }).success).toBe(false);
    expect(kind.settings.parse(settings)).toEqual(settings);
  });

  test('gives samples of the catalogue with allowed tags, the duration among them', async () => {
    const measurement = await kind.run(settings, jobContext(channel, { concurrency: 3 }));
    expect(measurement.outcome).toBe('ok');
    expect(measurement.samples.map(({ metric }) => metric)).toContain('job_duration_seconds');
    for (const { metric, tags, value } of measurement.samples) {
      expect(Object.keys(tags).filter((tag) => metricOf(metric)?.tags.includes(tag) !== true)).toEqual([]);
      expect(tags['job_kind']).toBe(name);
      expect(Number.isFinite(value) && value >= 0).toBe(true);
    }
    expect(measurement.instrument).toEqual(kind.instrument(settings, toolsOf(), 3));
    expect(measurement.instrument.params['concurrency']).toBe(3);
    expect(Number.isSafeInteger(measurement.at) && Number.isSafeInteger(measurement.tookUs)).toBe(true);
  });

  test('never rejects, whatever the tool prints', async () => {
    const said = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{}', '{"jobs":[]}', '☁'.repeat(1000), '\u0000'),
    );
    const results = fc.record({
      stdout: said,
      stderr: said,
      exitCode: fc.constantFrom(0, 1, 255, null),
      signal: fc.constantFrom(null, 'SIGKILL'),
      timedOut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(results, fc.constantFrom(...HAVING), async (result, tools) => {
        const measurement = await kind.run(
          settings,
          jobContext(
            answering(() => Promise.resolve(result)),
            { tools },
          ),
        );
        expect(measurement.outcome).toBe('failed');
        expect(measurement.code).toMatch(/^(?:bad_output|timeout|exit_\d+|signal_\w+)$/);
        expect(measurement.samples).toEqual([]);
        expect(measurement.evidence?.body).toContain(result.stdout);
      }),
      { numRuns: 60 },
    );
  });

  test.each([new Error('gone'), 'a string', undefined])('never rejects when the channel rejects with %j', async (reason) => {
    const broken = answering(() => Promise.reject(reason));
    expect(await kind.run(settings, jobContext(broken))).toMatchObject({ outcome: 'failed', code: 'channel', samples: [] });
  });

  test('asks nothing of the instance when it was aborted before', async () => {
    const measurement = await kind.run(settings, jobContext(channel, { signal: AbortSignal.abort() }));
    expect(measurement).toMatchObject({ outcome: 'unknown', code: 'aborted', samples: [] });
    expect(channel.commands.filter(([command]) => command !== 'rm')).toEqual([]);
  });

  test('answers within 100 ms of an abort, even over a channel that does not', { retry: 3 }, async () => {
    const controller = new AbortController();
    const running = kind.run(
      settings,
      jobContext(
        answering(() => new Promise(() => {})),
        { signal: controller.signal },
      ),
    );
    await systemClock.sleep(30);
    const abortedAt = systemClock.monotonic();
    controller.abort();
    expect(await running).toMatchObject({ outcome: 'unknown', code: 'aborted', samples: [] });
    expect(systemClock.monotonic() - abortedAt).toBeLessThan(100_000);
  });
});
