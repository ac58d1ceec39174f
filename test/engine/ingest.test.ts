import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Observation, Sample } from '../../src/core/observation.ts';
import { ingest, SAMPLES_PER_OBSERVATION, type Ingested } from '../../src/engine/ingest.ts';
import { instantUs } from '../../src/engine/instant.ts';

const INSTRUMENT = { name: 'k6', version: '2.2.0', params: {} };
const PLACE = { target: 'cloud', scenario: 'api', instrument: INSTRUMENT, run: 7, startedAt: 1_000, tookUs: 2_000 };
const END = '2026-11-25T10:00:10.123456789+02:00';
const END_US = Date.UTC(2026, 10, 25, 8, 0, 10) * 1000 + 123_457;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-ingest-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Line = object | string;

async function read(lines: readonly Line[]): Promise<{ observations: Observation[]; samples: Sample[]; count: Ingested }> {
  const file = join(folder, 'samples.ndjson');
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
  const observations: Observation[] = [];
  const reading = ingest(file, PLACE);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { observations, samples: observations.flatMap(({ samples }) => samples), count: step.value };
    observations.push(step.value);
  }
}

function metric(name: string, contains = 'default'): object {
  return { type: 'Metric', data: { name, type: 'trend', contains, thresholds: [], submetrics: null }, metric: name };
}
function point(name: string, value: number, tags: object | null = {}, time = END): object {
  return { metric: name, type: 'Point', data: { time, value, tags } };
}

const TIMED = ['duration', 'blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'].map((name) => `http_req_${name}`);
const METRICS = [...TIMED.map((name) => metric(name, 'time')), metric('http_reqs'), metric('http_req_failed')];
function hop(tags: object, time = END, values: { duration?: number; blocked?: number } = {}): object[] {
  const value = (name: string): number =>
    ({ http_req_duration: values.duration ?? 100, http_req_blocked: values.blocked ?? 20 })[name] ?? 1;
  return ['http_reqs', ...TIMED, 'http_req_failed'].map((name) => point(name, value(name), tags, time));
}

function sorted(samples: readonly Sample[]): string[] {
  return samples.map((sample) => JSON.stringify(sample)).toSorted();
}

describe('ingest', () => {
  it('gives one observation of the load with all its samples', async () => {
    const { observations } = await read([metric('mine'), point('mine', 3), point('mine', 4)]);
    expect(observations).toEqual([
      {
        subject: { kind: 'load', key: 'api' },
        target: 'cloud',
        run: 7,
        instrument: INSTRUMENT,
        at: 1_000,
        tookUs: 2_000,
        outcome: 'ok',
        samples: [3, 4].map((value) => ({ metric: 'k6_mine', tags: {}, value, at: END_US })),
      },
    ]);
  });

  it('gives nothing for a file that is missing, empty or holds only what is dropped', async () => {
    expect((await ingest(join(folder, 'none'), PLACE).next()).done).toBe(true);
    expect(await read([])).toMatchObject({ observations: [], count: { samples: 0, dropped: 0, bad: 0 } });
    const { observations, count } = await read([metric('evk_x'), point('evk_x', 1), ...hop({ evk_gateway: '1' })]);
    expect(observations).toEqual([]);
    expect(count).toEqual({ samples: 0, dropped: 10, bad: 0 });
  });

  it('turns milliseconds into seconds and amounts of data into bytes', async () => {
    const { samples } = await read([
      metric('t', 'time'),
      metric('d', 'data'),
      metric('wait_seconds', 'time'),
      point('t', 250),
      point('d', 250),
      point('wait_seconds', 250),
      point('undeclared', 250),
    ]);
    expect(samples.map(({ metric: name, value }) => [name, value])).toEqual([
      ['k6_t_seconds', 0.25],
      ['k6_d_bytes', 250],
      ['k6_wait_seconds', 0.25],
      ['k6_undeclared', 250],
    ]);
  });

  it('keeps only tags that live long', async () => {
    const tags = {
      name: 'home', method: 'GET', status: '200', group: '::a', check: 'ok', scenario: 'load', expected_response: 'true',
      url: 'http://h/?token=canary', ip: '10.0.0.1', error: 'dial tcp 10.0.0.1', error_code: '1212', proto: 'HTTP/1.1', mine: 'x', vu: '3',
    }; // prettier-ignore
    const { name, method, status, group, check, scenario, expected_response } = tags;
    expect((await read([point('m', 1, tags)])).samples[0]?.tags).toEqual({
      name,
      method,
      status,
      group,
      check,
      scenario,
      expected_response,
    });
  });

  it.each([
    [{ name: 'http://h/a?token=canary', url: 'http://h/a?token=canary' }, {}],
    [{ name: 'http://h/a' }, {}],
    [{ name: 'http://h/${}/x', url: 'http://h/${}/x' }, { name: 'http://h/${}/x' }],
    [{ name: 'home', url: 'home' }, { name: 'home' }],
    [{ group: '', scenario: 'a' }, { scenario: 'a' }],
    [null, {}],
  ])('makes of the tags %j %j', async (tags, kept) => {
    expect((await read([point('m', 1, tags)])).samples[0]?.tags).toEqual(kept);
  });
});

describe('placing in time', () => {
  it('puts the nine points of a hop at its start: duration and blocked before their end', async () => {
    const { samples } = await read([...METRICS, ...hop({ url: 'a' })]);
    expect(samples).toHaveLength(9);
    expect(new Set(samples.map(({ at }) => at))).toEqual(new Set([END_US - 120_000]));
    expect(samples.find(({ metric: name }) => name === 'k6_http_req_duration_seconds')?.value).toBe(0.1);
  });

  it('keeps apart hops that end at one instant, by tags or by repetition', async () => {
    const one = hop({ url: 'a' });
    const two = hop({ url: 'b' }, END, { duration: 50, blocked: 0 });
    const mixed = one.flatMap((line, index) => [line, ...two.slice(index, index + 1)]);
    const { samples } = await read([...METRICS, ...mixed, ...hop({ url: 'a' }, END, { duration: 10, blocked: 0 })]);
    const starts = samples.map(({ at }) => END_US - (at as number));
    expect([120_000, 50_000, 10_000].map((before) => starts.filter((start) => start === before).length)).toEqual([9, 9, 9]);
  });

  it('takes hops whose failure is not told (eight points)', async () => {
    const eight = hop({ url: 'a' }).slice(0, 8);
    const { samples, count } = await read([...METRICS, ...eight, ...hop({ url: 'a' }, '2026-11-25T10:00:11Z')]);
    expect(samples).toHaveLength(17);
    expect(count.bad).toBe(0);
  });

  it('leaves out a hop that was cut off before its duration was told', async () => {
    const { samples, count } = await read([...METRICS, ...hop({ url: 'a' }).slice(0, 1), '{"metric":"http_req_dur']);
    expect(samples).toEqual([]);
    expect(count).toEqual({ samples: 0, dropped: 0, bad: 1 });
  });

  it('shifts iterations and groups by their own length, and nothing else', async () => {
    const names = ['iteration_duration', 'group_duration', 'custom'];
    const { samples } = await read([...names.map((name) => metric(name, 'time')), ...names.map((name) => point(name, 500))]);
    expect(samples.map(({ at }) => END_US - (at as number))).toEqual([500_000, 500_000, 0]);
  });
});

describe('damaged files', () => {
  it('tolerates a torn last line, and counts damage elsewhere', async () => {
    expect((await read([point('m', 1), '{"metric":"m","type":"Po'])).count).toEqual({ samples: 1, dropped: 0, bad: 0 });
    const rest = ['\n', '{"met\n', '[]\n', '7\n', '{"type":"Point","metric":"m","data":{"value":1}}\n', point('m', 2, {}, 'yesterday')];
    expect((await read([...rest, point('m', 1)])).count).toEqual({ samples: 1, dropped: 0, bad: 5 });
  });

  it('reads the same however the lines are ordered and wherever the file is cut', async () => {
    const lines = [...hop({ url: 'a' }), ...hop({ url: 'b' }), point('m', 1), point('iteration_duration', 5)];
    const whole = sorted((await read([...METRICS, ...lines])).samples);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), fc.nat(300), async (shuffled, cut) => {
        expect(sorted((await read([...METRICS, ...shuffled])).samples)).toEqual(whole);
        const text = shuffled.map((line) => `${JSON.stringify(line)}\n`).join('');
        const torn = await read([...METRICS, text.slice(0, text.length - cut)]);
        // Each sample that a cut file gives is one of the whole file.
        for (const sample of sorted(torn.samples)) expect(whole).toContain(sample);
      }),
      { numRuns: 25 },
    );
  });

  it('bounds what it holds: a large load comes in several observations of the same subject', async () => {
    const file = join(folder, 'large.ndjson');
    const line = `${JSON.stringify(point('m', 1))}\n`;
    await writeFile(file, line.repeat(SAMPLES_PER_OBSERVATION + 5));
    const sizes: number[] = [];
    for await (const { samples, subject } of ingest(file, PLACE)) {
      expect(subject).toEqual({ kind: 'load', key: 'api' });
      sizes.push(samples.length);
    }
    expect(sizes).toEqual([SAMPLES_PER_OBSERVATION, 5]);
  });
});

describe('instantUs', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:01.5Z', 1_500_000],
    ['1970-01-01T02:00:00.000001+02:00', 1],
    ['1969-12-31T19:30:00-04:30', 0],
    ['1970-01-01T00:00:00.9999999Z', 1_000_000],
  ])('reads %s', (text, us) => {
    expect(instantUs(text)).toBe(us);
  });

  it.each(['', 'now', '2026-11-25', '2026-11-25T10:00:00', '2026-13-25T10:00:00Z', '1764064800'])('refuses %j', (text) => {
    expect(instantUs(text)).toBeUndefined();
  });
});
