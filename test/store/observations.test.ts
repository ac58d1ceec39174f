import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { OUTCOMES } from '../../src/core/outcome.ts';
import { MAX_EVIDENCE_BYTES } from '../../src/store/write/evidence.ts';
import { job, probe, recordingLog, runStart, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

const subjectOf = (item: { kind: string; key: string; target: string }): string => `${item.kind} ${item.key} ${item.target}`;
const flat = (at: number, samples: readonly { metric: string; tags: object; value: number | null; at?: number }[]): string[] =>
  samples
    .map((sample) => {
      const value = Number.isFinite(sample.value) ? sample.value : null;
      return JSON.stringify([
        sample.metric,
        Object.entries(sample.tags).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        value === 0 ? 0 : value,
        sample.at ?? at,
      ]);
    })
    .toSorted();

describe('record', () => {
  it('gives back every field of an observation as it went in', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const run = await writer.startRun(runStart('r1'));
    const instance = await writer.addInstance({ run, ordinal: 1, target: 'local', flavour: 'small' });
    const id = await writer.record(
      job(1.25, {
        run,
        instance,
        dueAt: T0 - 5,
        attempt: 2,
        outcome: 'failed',
        code: 'max_retries_exceeded',
        marks: 5,
        tookUs: 12.6,
        evidence: { media: 'application/json', body: '{"error":"max_retries_exceeded"}' },
        samples: [
          { metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, value: 1.25 },
          { metric: 'cpu_events_per_second', tags: { job_kind: 'cpu' }, value: 830.5, at: T0 + 1_000 },
        ],
      }),
    );
    const reader = await testReader(place);
    const found = await reader.observation(id);
    const sha256 = createHash('sha256').update('{"error":"max_retries_exceeded"}').digest('hex');
    const comparable = 'sysbench 1.0.20 {"threads":1}';
    expect(found?.observation).toEqual({
      id,
      at: T0,
      tookUs: 13,
      dueAt: T0 - 5,
      attempt: 2,
      runId: run,
      instanceId: instance,
      subjectId: expect.any(Number),
      subjectKind: 'job',
      subjectKey: 'cpu',
      target: 'local',
      instrument: { name: 'sysbench', version: '1.0.20', params: '{"threads":1}', comparable },
      outcome: 'failed',
      code: 'max_retries_exceeded',
      marks: 5,
      evidence: sha256,
    });
    const shared = {
      obs: id,
      n: 0,
      tags: { job_kind: 'cpu' },
      comparable,
      target: 'local',
      outcome: 'failed',
      runId: run,
      instanceId: instance,
    };
    expect(found?.samples).toEqual([
      { ...shared, at: T0, value: 1.25, metric: 'job_duration_seconds', series: expect.any(Number) },
      { ...shared, at: T0 + 1_000, value: 830.5, metric: 'cpu_events_per_second', series: expect.any(Number) },
    ]);
    expect(await reader.observation(id + 1)).toBeUndefined();
    expect(await reader.lastObservationId()).toBe(id);
  });

  it('keeps two samples of one series at one instant apart', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const sample = { metric: 'http_req_duration', tags: { method: 'GET' }, value: 1 };
    const id = await writer.record(probe({ samples: [sample, { ...sample, value: 2 }, { ...sample, value: 3, at: T0 - 7 }] }));
    const samples = (await (await testReader(place)).observation(id))?.samples;
    expect(samples?.map(({ at, n, value }) => [at, n, value])).toEqual([
      [T0 - 7, 0, 3],
      [T0, 0, 1],
      [T0, 1, 2],
    ]);
  });

  it('keeps what cannot be compared in series of their own', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.record(job(1));
    await writer.record(job(1, { instrument: { name: 'sysbench', version: '1.0.20', params: { threads: 2 } } }));
    await writer.record(job(1, { instrument: { name: 'sysbench', version: '1.1.0', params: { threads: 1 } } }));
    await writer.record(job(1, { target: 'zurich' }));
    await writer.record(job(2));
    const samples = await (await testReader(place)).samples({ from: T0, to: T0 + 1, metric: 'job_duration_seconds' });
    expect(samples.length).toBe(5);
    expect(new Set(samples.map(({ series }) => series)).size).toBe(4);
  });

  it('refuses a malformed observation with an error and stores nothing of it', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await expect(writer.record(probe({ outcome: 'great' as 'ok' }))).rejects.toThrow(/Unknown outcome: great/);
    await expect(writer.record(probe({ at: Number.NaN }))).rejects.toThrow(/at is NaN/);
    await expect(writer.record(probe({ subject: { kind: 'weather' as 'probe', key: 'x' } }))).rejects.toThrow(/CHECK/);
    // What the failed transactions had created must not be taken for granted afterwards.
    const id = await writer.record(probe());
    const reader = await testReader(place);
    expect((await reader.observation(id))?.samples.length).toBe(1);
    expect((await reader.observations({ from: 0, to: T0 * 2 })).length).toBe(1);
  });
});

describe('observe', () => {
  it('commits within the group time without being asked', async () => {
    const place = tempPlace();
    const writer = await testWriter(place, { groupMs: 5 });
    writer.observe(probe());
    const reader = await testReader(place);
    await expect.poll(() => reader.lastObservationId(), { timeout: 10_000 }).toBeGreaterThan(0);
  });

  it('stores any observations whatever, in arrival order for each subject', async () => {
    const observation = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      target: fc.constantFrom('t1', 't2'),
      kind: fc.constantFrom('probe' as const, 'api_call' as const, 'load' as const),
      at: fc.integer({ min: T0, max: T0 + 50 }),
      outcome: fc.constantFrom(...OUTCOMES),
      code: fc.option(
        fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0')),
        { nil: undefined },
      ),
      samples: fc.array(
        fc.record({
          metric: fc.constantFrom('m_one', 'm.two'),
          tags: fc.dictionary(
            fc.constantFrom('method', 'phase', 'zone'),
            fc.string({ maxLength: 10 }).filter((text) => !text.includes('\0')),
            { maxKeys: 2 },
          ),
          value: fc.oneof(fc.double(), fc.integer()),
          at: fc.option(fc.integer({ min: T0 - 100, max: T0 + 100 }), { nil: undefined }),
        }),
        { maxLength: 6 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(observation, { minLength: 1, maxLength: 30 }), async (drafts) => {
        const place = tempPlace();
        const writer = await testWriter(place);
        const sent = drafts.map(({ key, kind, target, at, outcome, code, samples }): Observation =>
          probe({
            subject: { kind, key },
            target,
            at,
            outcome,
            ...(code === undefined ? {} : { code }),
            samples: samples.map(({ at: own, ...sample }) => ({ ...sample, ...(own === undefined ? {} : { at: own }) })),
          }),
        );
        for (const item of sent) writer.observe(item);
        await writer.flush();
        const reader = await testReader(place);
        const stored = await reader.follow(0, 1_000);
        await Promise.all([reader.close(), writer.close('done')]);
        for (const subject of new Set(sent.map(({ subject: { kind, key }, target }) => subjectOf({ kind, key, target })))) {
          const before = sent.filter(({ subject: { kind, key }, target }) => subjectOf({ kind, key, target }) === subject);
          const after = stored.filter(
            ({ observation: row }) => subjectOf({ kind: row.subjectKind, key: row.subjectKey, target: row.target }) === subject,
          );
          expect(after.map(({ observation: row }) => [row.at, row.outcome, row.code])).toEqual(
            before.map(({ at, outcome, code }) => [at, outcome, code ?? null]),
          );
          expect(after.map(({ observation: row, samples }) => flat(row.at, samples))).toEqual(
            before.map(({ at, samples }) => flat(at, samples)),
          );
        }
        expect(stored.length).toBe(sent.length);
        expect(writer.lost + writer.refused).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('loses the malformed one alone, counts it and says why', async () => {
    const place = tempPlace();
    const { log, lines } = recordingLog();
    const writer = await testWriter(place, { log });
    for (let index = 0; index < 10; index += 1) writer.observe(probe({ at: T0 + index }));
    writer.observe(probe({ outcome: 'great' as 'ok' }));
    writer.observe(probe({ samples: [{ metric: 'm', tags: {}, value: '3' as unknown as number }] }));
    writer.observe(probe({ code: (() => {}) as unknown as string }));
    await writer.flush();
    expect(writer.lost).toBe(3);
    expect((await (await testReader(place)).observations({ from: 0, to: T0 * 2 })).length).toBe(10);
    expect(lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });

  it('stores 2,500 observations of many subjects in one flush', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    for (let index = 0; index < 2_500; index += 1)
      writer.observe(probe({ at: T0 + index, subject: { kind: 'probe', key: `p${index % 7}` } }));
    await writer.flush();
    const reader = await testReader(place);
    expect((await reader.observations({ from: T0, to: T0 + 2_500 })).map(({ at }) => at)).toEqual(
      Array.from({ length: 2_500 }, (_, i) => T0 + i),
    );
    expect(writer.lost).toBe(0);
  });

  it('keeps an observation with more samples than a transaction has rows whole', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const samples = Array.from({ length: 5_000 }, (_, index) => ({ metric: 'iterations', tags: {}, value: index, at: T0 + index }));
    writer.observe(probe({ subject: { kind: 'load', key: 'api' }, samples }));
    writer.observe(probe());
    await writer.flush();
    const [load] = await (await testReader(place)).follow(0, 10);
    expect(load?.samples.map(({ value }) => value)).toEqual(samples.map(({ value }) => value));
  });

  it('refuses tags that are not in the catalogue, counts them, and stores the rest of the act', async () => {
    const place = tempPlace();
    const { log, lines } = recordingLog();
    const writer = await testWriter(place, { log });
    const tags = { probe: 'resolver', probe_kind: 'dns', phase: 'total' };
    for (let index = 0; index < 3; index += 1) {
      const id = await writer.record(
        probe({
          samples: [
            { metric: 'probe_duration_seconds', tags: { ...tags, url: `http://x/${index}` }, value: 1 },
            { metric: 'probe_duration_seconds', tags, value: 2 },
          ],
        }),
      );
      expect((await (await testReader(place)).observation(id))?.samples.map(({ value }) => value)).toEqual([2]);
    }
    expect([writer.refused, writer.lost]).toEqual([3, 0]);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        fields: { metric: 'probe_duration_seconds', reason: 'the catalogue does not list its tag url' },
        message: 'A sample was refused',
      },
    ]);
  });

  it('never throws after close, and counts what comes too late', async () => {
    const writer = await testWriter(tempPlace());
    await writer.close('done');
    expect(() => writer.observe(probe())).not.toThrow();
    expect(writer.lost).toBe(1);
    await writer.close('again');
  });

  it('commits what is queued when it is closed', async () => {
    const place = tempPlace();
    const writer = await testWriter(place, { groupMs: 10_000 });
    writer.observe(probe());
    await writer.close('done');
    expect(await (await testReader(place)).lastObservationId()).toBe(1);
  });
});

describe('a store that cannot grow', () => {
  it('counts what it loses, throws nothing at the producer, and rejects what was asked for at once', async () => {
    const place = tempPlace();
    const { log, lines } = recordingLog();
    await (await testWriter(place)).close('made');
    const writer = await testWriter(place, { log, maxBytes: 420_000, groupMs: 1 });
    const COUNT = 20_000;
    for (let index = 0; index < COUNT; index += 1) writer.observe(probe({ at: T0 + index }));
    await writer.flush();
    const stored = (await (await testReader(place)).observations({ from: T0, to: T0 + COUNT })).length;
    expect(writer.lost).toBeGreaterThan(0);
    expect(stored + writer.lost).toBe(COUNT);
    expect(lines).toContainEqual({
      level: 'error',
      message: 'Observations could not be stored',
      fields: expect.objectContaining({ lost: writer.lost }),
    });
    await expect(writer.record(probe({ evidence: { media: 'text/plain', body: noise(100_000) } }))).rejects.toMatchObject({
      code: 'unwritable',
      place: place.file,
    });
  });
});

/** Text that gzip cannot shrink much. */
function noise(length: number): string {
  return Array.from({ length: length / 64 }, (_, index) => createHash('sha256').update(String(index)).digest('hex')).join('');
}

describe('evidence', () => {
  it('is cut at 256 KiB between characters and named by what was kept', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    // Two bytes each, and an odd offset: the limit falls into the middle of one.
    const body = `x${'é'.repeat(200_000)}`;
    const id = await writer.record(probe({ evidence: { media: 'text/plain', body } }));
    const reader = await testReader(place);
    const sha256 = (await reader.observation(id))?.observation.evidence as string;
    const row = await reader.evidence(sha256);
    expect(row).toMatchObject({ sha256, media: 'text/plain', truncated: true, bytes: 400_001, at: T0 });
    expect(row?.body).toBe(body.slice(0, 1 + Math.floor((MAX_EVIDENCE_BYTES - 1) / 2)));
    expect(
      createHash('sha256')
        .update(row?.body as string)
        .digest('hex'),
    ).toBe(sha256);
  });

  it('of exactly 256 KiB is whole', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const id = await writer.record(probe({ evidence: { media: 'text/plain', body: 'a'.repeat(MAX_EVIDENCE_BYTES) } }));
    const reader = await testReader(place);
    const sha256 = (await reader.observation(id))?.observation.evidence as string;
    expect(await reader.evidence(sha256)).toMatchObject({ truncated: false, bytes: MAX_EVIDENCE_BYTES });
  });

  it('that is the same is stored once and found by the beginning of its hash', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const ids = await Promise.all([1, 2, 3].map(() => writer.record(probe({ evidence: { media: 'text/plain', body: 'SERVFAIL' } }))));
    const reader = await testReader(place);
    const hashes = await Promise.all(ids.map(async (id) => (await reader.observation(id))?.observation.evidence));
    expect(new Set(hashes).size).toBe(1);
    const sha256 = hashes[0] as string;
    for (const length of [6, 7, 8, 63, 64]) expect((await reader.evidence(sha256.slice(0, length)))?.body).toBe('SERVFAIL');
    expect((await reader.evidence(sha256.slice(0, 8).toUpperCase()))?.body).toBe('SERVFAIL');
    for (const wrong of [sha256.slice(0, 5), '', 'zzzzzz', `${sha256}0`, "' or 1=1", 'ffffffff'])
      expect(await reader.evidence(wrong)).toBeUndefined();
  });

  it('is not guessed between two with the same beginning', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    // Among a few thousand texts two hashes share their first 24 bits.
    const first = new Map<string, string>();
    let pair: [string, string] | undefined;
    for (let index = 0; pair === undefined; index += 1) {
      const prefix = createHash('sha256').update(`text ${index}`).digest('hex').slice(0, 6);
      const earlier = first.get(prefix);
      if (earlier !== undefined) pair = [earlier, `text ${index}`];
      first.set(prefix, `text ${index}`);
    }
    for (const body of pair) await writer.record(probe({ evidence: { media: 'text/plain', body } }));
    const reader = await testReader(place);
    const one = createHash('sha256').update(pair[0]).digest('hex');
    expect(await reader.evidence(one.slice(0, 6))).toBeUndefined();
    expect((await reader.evidence(one))?.body).toBe(pair[0]);
  });
});

describe('follow', () => {
  it('gives what any session wrote, by id, in pages, each observation with its samples', async () => {
    const place = tempPlace();
    const [one, two] = [await testWriter(place), await testWriter(place, { observer: { name: 'second', place: null } })];
    const reader = await testReader(place);
    expect(await reader.lastObservationId()).toBe(0);
    for (let index = 0; index < 5; index += 1) {
      await one.record(probe({ at: T0 + index }));
      await two.record(job(index, { at: T0 + index }));
    }
    const pages = [];
    for (let after = 0; ;) {
      const page = await reader.follow(after, 3);
      if (page.length === 0) break;
      pages.push(...page);
      after = page.at(-1)?.observation.id as number;
    }
    expect(pages.map(({ observation: { id } }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(pages.every(({ samples }) => samples.length === 1)).toBe(true);
    expect(await reader.follow(10, 3)).toEqual([]);
  });
});

describe('queries of observations and samples', () => {
  it('take from inclusively and to exclusively, and filter by kind, key, target and limit', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    for (let index = 0; index < 4; index += 1) {
      await writer.record(probe({ at: T0 + index, target: index % 2 === 0 ? 'even' : 'odd' }));
      await writer.record(job(1, { at: T0 + index, target: 'even' }));
    }
    const reader = await testReader(place);
    const ats = async (filter: object): Promise<number[]> =>
      (await reader.observations({ from: T0 + 1, to: T0 + 3, ...filter })).map(({ at }) => at - T0);
    expect(await ats({})).toEqual([1, 1, 2, 2]);
    expect(await ats({ subjectKind: 'job' })).toEqual([1, 2]);
    expect(await ats({ subjectKey: 'resolver', target: 'odd' })).toEqual([1]);
    expect(await ats({ limit: 3 })).toEqual([1, 1, 2]);
    expect(await ats({ target: 'nowhere' })).toEqual([]);
    const lastLook = (target: string, subjectKey: string) => reader.lastLook({ subjectKind: 'probe', subjectKey, target });
    expect([await lastLook('even', 'resolver'), await lastLook('odd', 'resolver')]).toEqual([T0 + 2, T0 + 3]);
    expect([await lastLook('nowhere', 'resolver'), await lastLook('even', 'cpu')]).toEqual([null, null]);
    const samples = await reader.samples({ from: T0, to: T0 + 3, metric: 'probe_duration_seconds', target: 'even' });
    expect(samples.map(({ at }) => at - T0)).toEqual([0, 2]);
    expect(await reader.samples({ from: T0, to: T0 + 9, metric: 'never_measured' })).toEqual([]);
    expect((await reader.samples({ from: T0, to: T0 + 9, metric: 'job_duration_seconds', limit: 2 })).length).toBe(2);
  });
});
