import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { job, probe, runStart, T0, tempPlace, testReader, testWriter, type Place } from './store-fixture.ts';

const DAY_MS = 86_400_000;
const DAY = DAY_MS * 1_000;
const KEEP = { jobsMs: 90 * DAY_MS, probesMs: 14 * DAY_MS };

function count(place: Place, table: string): number {
  const db = new Sqlite(place.file, { readonly: true });
  try {
    return db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  } finally {
    db.close();
  }
}

const text = (body: string) => ({ evidence: { media: 'text/plain' as const, body } });

describe('expire', () => {
  it('takes probes after their time and jobs after theirs, with their samples, and not a moment earlier', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    for (const at of [T0 - 14 * DAY - 1, T0 - 14 * DAY, T0]) await writer.record(probe({ at }));
    for (const at of [T0 - 90 * DAY - 1, T0 - 90 * DAY, T0 - 20 * DAY]) await writer.record(job(1, { at }));
    expect(await writer.expire(T0, KEEP)).toEqual({ samples: 2, observations: 2 });
    expect(await writer.expire(T0, KEEP)).toEqual({ samples: 0, observations: 0 });
    const reader = await testReader(place);
    expect((await reader.observations({ from: 0, to: T0 + 1 })).map(({ at }) => (at - T0) / DAY)).toEqual([-90, -20, -14, 0]);
    expect(count(place, 'samples')).toBe(4);
  });

  it('leaves what was not ok, with its samples, its evidence and its code', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const old = { at: T0 - 400 * DAY };
    await writer.record(probe({ ...old, ...text('fine') }));
    for (const outcome of ['slow', 'failed', 'unknown'] as const)
      await writer.record(probe({ ...old, outcome, code: 'x', ...text(outcome) }));
    expect(await writer.expire(T0, KEEP)).toEqual({ samples: 1, observations: 1 });
    expect((await (await testReader(place)).observations({ from: 0, to: T0 })).map(({ outcome }) => outcome)).toEqual([
      'slow',
      'failed',
      'unknown',
    ]);
    expect([count(place, 'evidence'), count(place, 'samples')]).toEqual([3, 3]);
  });

  it('leaves evidence that is cited or shared, and observations that a finding cites', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const old = { at: T0 - 400 * DAY };
    const cited = await writer.record(probe({ ...old, ...text('cited') }));
    await writer.record(probe({ ...old, ...text('shared') }));
    await writer.record(probe({ at: T0, ...text('shared') }));
    const byHash = await writer.record(probe({ ...old, ...text('by hash') }));
    await writer.record(probe({ ...old, ...text('forgotten') }));
    const reader = await testReader(place);
    const hash = (await reader.observation(byHash))?.observation.evidence as string;
    const links = [
      { kind: 'observation', ref: String(cited) },
      { kind: 'evidence', ref: hash },
    ] as const;
    await writer.finding({ rule: 'r', title: 't', impact: 'Low', description: '', target: null, at: T0, links });
    expect((await writer.expire(T0, KEEP)).observations).toBe(3);
    expect((await reader.observations({ from: 0, to: T0 + 1 })).map(({ id }) => id)).toEqual([cited, 3]);
    expect(count(place, 'evidence')).toBe(3);
    expect((await reader.evidence(hash))?.body).toBe('by hash');
  });

  it('summarises a run before its raw rows go, and never touches the units of evidence or a run under way', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const startedAt = T0 - 400 * DAY;
    const done = await writer.startRun(runStart('done', { startedAt }));
    const running = await writer.startRun(runStart('running', { startedAt }));
    for (let n = 0; n < 5; n += 1) {
      await writer.record(job(n, { run: done, at: startedAt + n }));
      await writer.record(job(n, { run: running, at: startedAt + n }));
    }
    await writer.endRun(done, { state: 'done', exit: 0, endedAt: startedAt + 9 });
    expect(await writer.expire(T0, KEEP)).toEqual({ samples: 5, observations: 5 });
    expect(count(place, 'unit_stats where n = 5 and median = 2')).toBe(1);
    expect((await (await testReader(place)).facts(['running'])).samples.length).toBe(5);
    // Its raw rows being gone, the baseline takes the units that were kept.
    expect((await writer.setBaseline({ name: 'b', runs: ['done'], movedBy: 'a', reason: '', at: T0 })).runs).toEqual(['done']);
    expect(count(place, 'baseline_units')).toBe(1);
  });

  it('never gives an id again, and gives the pages back to the disk', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    for (let n = 0; n < 5_000; n += 1) writer.observe(probe({ at: T0 - 400 * DAY + n }));
    await writer.flush();
    const pages = (): number => {
      const db = new Sqlite(place.file, { readonly: true });
      const found = db.pragma('page_count', { simple: true }) as number;
      expect(db.pragma('freelist_count', { simple: true })).toBeLessThan(50);
      db.close();
      return found;
    };
    const before = pages();
    expect((await writer.expire(T0, KEEP)).observations).toBe(5_000);
    expect(pages()).toBeLessThan(before);
    expect(await writer.record(probe())).toBe(5_001);
  });

  it('goes on beside what others write', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const second = await testWriter(place, { groupMs: 1 });
    for (let n = 0; n < 2_000; n += 1) writer.observe(probe({ at: T0 - 400 * DAY + n }));
    await writer.flush();
    const expiring = writer.expire(T0, KEEP);
    for (let n = 0; n < 200; n += 1) await second.record(probe({ at: T0 + n }));
    expect((await expiring).observations).toBe(2_000);
    expect(count(place, 'observations')).toBe(200);
    expect(second.lost).toBe(0);
  });
});
