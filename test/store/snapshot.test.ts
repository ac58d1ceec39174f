import Sqlite from 'better-sqlite3';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshot } from '../../src/store/snapshot.ts';
import { afterTest, job, probe, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

function open(file: string): Sqlite.Database {
  const db = new Sqlite(file, { readonly: true });
  afterTest(() => void db.close());
  return db;
}

describe('snapshot', () => {
  it('is one readable file with everything but the evidence, of which no byte is left', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const secret = 'the raw answer of the cloud';
    for (let n = 0; n < 50; n += 1)
      await writer.record(job(n, { at: T0 + n, outcome: 'failed', evidence: { media: 'text/plain', body: `${secret} ${n}` } }));
    const target = join(dirname(place.file), 'grafana', 'evenkeel.db');
    await snapshot(place.file, target);
    const db = open(target);
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('select count(*) from evidence').pluck().get()).toBe(0);
    expect(db.prepare('select count(*), min(value), max(value) from g_samples').raw().get()).toEqual([50, 0, 49]);
    expect(readdirSync(dirname(target))).toEqual(['evenkeel.db']);
    expect(statSync(target).mode & 0o777).toBe(0o644);
    // Evidence is compressed in the store: its bytes are looked for as they lie there.
    const source = open(place.file);
    const stored = source.prepare('select gz from evidence').pluck().all() as Buffer[];
    const bytes = readFileSync(target);
    expect(stored.length).toBe(50);
    expect(stored.some((gz) => bytes.includes(gz))).toBe(false);
  });

  it('replaces the older one in one step: an open reader keeps what it had', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const target = join(dirname(place.file), 'snapshot.db');
    await writer.record(probe());
    await snapshot(place.file, target);
    const old = open(target);
    await writer.record(probe({ at: T0 + 1 }));
    await snapshot(place.file, target);
    const count = (db: Sqlite.Database): unknown => db.prepare('select count(*) from g_observations').pluck().get();
    expect([count(old), count(open(target))]).toEqual([1, 2]);
  });

  it('comes to an end while others write without pause', async () => {
    const place = tempPlace();
    const writer = await testWriter(place, { groupMs: 0 });
    for (let n = 0; n < 5_000; n += 1) writer.observe(probe({ at: T0 + n }));
    await writer.flush();
    const target = join(dirname(place.file), 'snapshot.db');
    const state = { done: false };
    const copying = snapshot(place.file, target).finally(() => {
      state.done = true;
    });
    for (let n = 0; !state.done; n += 1) await writer.record(probe({ at: T0 + 10_000 + n }));
    await copying;
    const db = open(target);
    expect(db.prepare('select count(*) from observations').pluck().get()).toBeGreaterThanOrEqual(5_000);
    // A copy of one moment: no sample without its observation.
    expect(db.prepare('select count(*) from samples where obs not in (select id from observations)').pluck().get()).toBe(0);
  });

  it('without a store, or to where it cannot write, is an error and leaves nothing', async () => {
    const place = tempPlace();
    const target = join(dirname(place.file), 'snapshot.db');
    await expect(snapshot(place.file, target)).rejects.toMatchObject({ code: 'no-data' });
    const writer = await testWriter(place);
    await writer.record(probe());
    mkdirSync(target);
    mkdirSync(join(target, 'occupied'));
    await expect(snapshot(place.file, target)).rejects.toMatchObject({ code: 'unwritable', place: target });
    expect(readdirSync(dirname(target)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('the views for dashboards', () => {
  it('give time in seconds and find a range of instants by the key of the samples', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.record(probe({ at: T0 + 500_000, code: 'late', outcome: 'slow' }));
    await testReader(place);
    const db = open(place.file);
    expect(db.prepare('select time, at_us, value, metric, target, outcome from g_samples').get()).toEqual({
      time: 1_767_225_600.5,
      at_us: T0 + 500_000,
      value: 0.0015,
      metric: 'probe_duration_seconds',
      target: 'local',
      outcome: 'slow',
    });
    expect(db.prepare('select time, took, kind, key, outcome, code, observer from g_observations').get()).toEqual({
      time: 1_767_225_600.5,
      took: 0.0015,
      kind: 'probe',
      key: 'resolver',
      outcome: 'slow',
      code: 'late',
      observer: 'lab',
    });
    const plan = db
      .prepare(`explain query plan select time, value from g_samples where metric = 'probe_duration_seconds' and at_us >= ? and at_us < ?`)
      .all(0, 1) as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^SEARCH s USING PRIMARY KEY \(series=\? AND at>\? AND at<\?\)$/),
    );
    expect(plan.some(({ detail }) => /^SCAN (?:s|o|r)\b/.test(detail))).toBe(false);
  });

  it('all can be read', async () => {
    const place = tempPlace();
    await testWriter(place);
    const db = open(place.file);
    const views = db.prepare(`select name from sqlite_schema where type = 'view' order by name`).pluck().all() as string[];
    expect(views).toEqual(['g_events', 'g_findings', 'g_gaps', 'g_incidents', 'g_observations', 'g_runs', 'g_samples', 'g_units']);
    for (const view of views) {
      const columns = db
        .prepare(`select * from ${view}`)
        .columns()
        .map(({ name }) => name);
      expect(columns.slice(0, 2)).toEqual(['time', 'at_us']);
      expect(db.prepare(`select * from ${view}`).all()).toEqual([]);
    }
  });
});
