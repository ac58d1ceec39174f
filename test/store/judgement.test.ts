import { describe, expect, it } from 'vitest';
import type { LinkKind } from '../../src/core/finding.ts';
import type { StoreWriter } from '../../src/store/api.ts';
import { job, probe, runStart, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

type Finding = Parameters<StoreWriter['finding']>[0];
type Incident = Parameters<StoreWriter['incident']>[0];

function draft(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'outage:probe:resolver',
    title: 'The resolver was silent',
    impact: 'High',
    description: 'for 40 s',
    target: 'local',
    at: T0,
    links: [{ kind: 'observation', ref: '1' }],
    ...change,
  };
}

describe('findings', () => {
  it('of one rule and target are one while open, and gather links', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const first = await writer.finding(draft());
    const again = await writer.finding(
      draft({
        at: T0 + 5,
        links: [
          { kind: 'observation', ref: '1' },
          { kind: 'run', ref: 'r1' },
          { kind: 'observation', ref: '10' },
          { kind: 'observation', ref: '9' },
        ],
      }),
    );
    const elsewhere = await writer.finding(draft({ target: null }));
    const nowhere = await writer.finding(draft({ target: null }));
    expect([first.isNew, again, elsewhere.isNew, nowhere]).toEqual([
      true,
      { id: first.id, isNew: false, isReopened: false },
      true,
      { id: elsewhere.id, isNew: false, isReopened: false },
    ]);
    const reader = await testReader(place);
    expect(await reader.finding(first.id)).toEqual({
      id: first.id,
      title: 'The resolver was silent',
      impact: 'High',
      description: 'for 40 s',
      target: 'local',
      reporter: 'lab',
      intended: null,
      status: 'Open',
      basis: null,
      rule: 'outage:probe:resolver',
      rules: ['outage:probe:resolver'],
      openedAt: T0,
      seenAt: T0 + 5,
      closedAt: null,
      source: null,
      externalId: null,
      history: [{ at: T0, status: 'Open', who: 'lab', reason: 'first seen' }],
      links: [
        { kind: 'observation', ref: '1' },
        { kind: 'observation', ref: '9' },
        { kind: 'observation', ref: '10' },
        { kind: 'run', ref: 'r1' },
      ],
    });
    expect((await reader.findings({ open: true })).map(({ id }) => id)).toEqual([first.id, elsewhere.id]);
    expect(await reader.findings({ open: false })).toEqual([]);
    expect(await reader.findings({ run: 'r1' })).toEqual([]);
    expect(await reader.finding(99)).toBeUndefined();
  });

  it('with a link of no known kind leave nothing behind', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await expect(writer.finding(draft({ target: 'new', links: [{ kind: 'rumour' as LinkKind, ref: '1' }] }))).rejects.toThrow(/CHECK/);
    expect(await (await testReader(place)).findings({})).toEqual([]);
    // The target of the failed transaction was rolled back with it.
    expect((await writer.finding(draft({ target: 'new' }))).isNew).toBe(true);
    expect(await (await testReader(place)).findings({})).toMatchObject([{ target: 'new' }]);
  });
});

describe('incidents', () => {
  async function subject() {
    const place = tempPlace();
    const writer = await testWriter(place);
    const id = await writer.record(probe());
    const reader = await testReader(place);
    const opened: Incident = {
      subject: (await reader.observation(id))?.observation.subjectId as number,
      kind: 'outage',
      lastOkAt: T0,
      firstBadAt: T0 + 10,
      lastBadAt: T0 + 10,
      firstOkAt: null,
      closedAt: null,
    };
    return { writer, reader, opened };
  }

  it('open, grow and close as one', async () => {
    const { writer, reader, opened } = await subject();
    const id = await writer.incident(opened);
    expect(await writer.incident({ ...opened, lastBadAt: T0 + 30 })).toBe(id);
    expect(await reader.incidents({ open: true })).toMatchObject([{ id, lastBadAt: T0 + 30, closedAt: null }]);
    const closed = { ...opened, lastBadAt: T0 + 20, firstOkAt: T0 + 40, closedAt: T0 + 50 };
    expect(await writer.incident(closed)).toBe(id);
    expect(await reader.incident(id)).toEqual({
      id,
      subjectKind: 'probe',
      subjectKey: 'resolver',
      target: 'local',
      kind: 'outage',
      lastOkAt: T0,
      firstBadAt: T0 + 10,
      lastBadAt: T0 + 30,
      firstOkAt: T0 + 40,
      closedAt: T0 + 50,
      subjectId: opened.subject,
      observer: 'lab',
      cause: null,
      ackedBy: null,
      ackedAt: null,
    });
    expect([await reader.incidents({ open: true }), await reader.incidents({ target: 'zurich' })]).toEqual([[], []]);
    expect((await reader.incidents({ open: false, target: 'local' })).length).toBe(1);
    expect(await reader.incident(99)).toBeUndefined();
  });

  it('read twice from the same looks are one; a later outage is another', async () => {
    const { writer, reader, opened } = await subject();
    const closed = { ...opened, firstOkAt: T0 + 40, closedAt: T0 + 50 };
    const id = await writer.incident(closed);
    expect([await writer.incident(closed), await writer.incident(opened)]).toEqual([id, id]);
    expect((await reader.incident(id))?.closedAt).toBe(T0 + 50);
    const later = await writer.incident({ ...opened, firstBadAt: T0 + 90, lastBadAt: T0 + 90 });
    expect(later).not.toBe(id);
    expect(await writer.incident({ ...opened, kind: 'slow' })).not.toBe(id);
  });

  it('of an unknown subject are refused', async () => {
    const { writer, opened } = await subject();
    await expect(writer.incident({ ...opened, subject: 99 })).rejects.toThrow(/FOREIGN KEY/);
  });
});

describe('units of evidence and baselines', () => {
  async function campaign() {
    const place = tempPlace();
    const writer = await testWriter(place);
    let last = 0;
    for (const [index, uid] of ['one', 'two'].entries()) {
      const startedAt = T0 + index * 1e9;
      const run = await writer.startRun(runStart(uid, { startedAt }));
      last = run;
      for (const ordinal of [1, 2]) {
        const instance = await writer.addInstance({ run, ordinal, target: 'local', flavour: 'small' });
        for (let n = 0; n < 4; n += 1) writer.observe(job(10 * ordinal + n, { run, instance, at: startedAt + n }));
        writer.observe(job(999, { run, instance, at: startedAt + 8, outcome: 'failed', code: 'exit_1', samples: [] }));
        writer.observe(job(999, { run, instance, at: startedAt + 9, outcome: 'failed', attempt: 1 }));
        writer.observe(job(555, { run, instance, at: startedAt + 9, outcome: 'unknown', code: 'aborted' }));
      }
      writer.observe(probe({ run, at: startedAt }));
      await writer.flush();
      await writer.endRun(run, { state: 'done', exit: 0, endedAt: startedAt + 10 });
    }
    return { place, writer, last };
  }

  it('summarise a run by instance and series, twice the same, without what failed', async () => {
    const { place, writer, last } = await campaign();
    await writer.summariseRun(last);
    await writer.summariseRun(last);
    const { default: Sqlite } = await import('better-sqlite3');
    const db = new Sqlite(place.file, { readonly: true });
    const rows = db
      .prepare('select metric, ordinal, n, failed, median, mad, q1, q3, mean, sd, run_uid from g_units order by metric, ordinal')
      .all();
    db.close();
    const sd = Math.sqrt(5 / 3);
    expect(rows).toEqual([
      {
        metric: 'job_duration_seconds',
        ordinal: 1,
        n: 4,
        failed: 1,
        median: 11.5,
        mad: 1,
        q1: 10.75,
        q3: 12.25,
        mean: 11.5,
        sd: expect.closeTo(sd, 12),
        run_uid: 'two',
      },
      {
        metric: 'job_duration_seconds',
        ordinal: 2,
        n: 4,
        failed: 1,
        median: 21.5,
        mad: 1,
        q1: 20.75,
        q3: 22.25,
        mean: 21.5,
        sd: expect.closeTo(sd, 12),
        run_uid: 'two',
      },
      {
        metric: 'probe_duration_seconds',
        ordinal: null,
        n: 1,
        failed: 0,
        median: 0.0015,
        mad: 0,
        q1: 0.0015,
        q3: 0.0015,
        mean: 0.0015,
        sd: null,
        run_uid: 'two',
      },
    ]);
  });

  it('a baseline gets a new version each time and keeps the old', async () => {
    const { place, writer } = await campaign();
    const first = await writer.setBaseline({ name: 'main', runs: ['one'], movedBy: 'ada', reason: 'start', at: T0 + 5 });
    expect(first).toEqual({
      id: 1,
      name: 'main',
      version: 1,
      fromAt: T0,
      toAt: T0 + 10,
      movedBy: 'ada',
      reason: 'start',
      at: T0 + 5,
      runs: ['one'],
      accepts: [],
    });
    const second = await writer.setBaseline({ name: 'main', runs: ['two', 'one', 'two'], movedBy: 'ada', reason: 'more', at: T0 + 6 });
    expect(second).toMatchObject({ version: 2, fromAt: T0, toAt: T0 + 1e9 + 10, runs: ['one', 'two'] });
    expect((await writer.setBaseline({ name: 'other', runs: ['two'], movedBy: 'ada', reason: '', at: T0 })).version).toBe(1);
    const reader = await testReader(place);
    expect(await reader.baseline('main')).toEqual(second);
    expect(await reader.baseline('none')).toBeUndefined();
    expect((await reader.baselines()).map(({ name, version }) => `${name} ${version}`)).toEqual(['main 1', 'main 2', 'other 1']);
    // Setting it summarised the runs, and the units of both are held.
    const { default: Sqlite } = await import('better-sqlite3');
    const db = new Sqlite(place.file, { readonly: true });
    expect(db.prepare('select count(*) from baseline_units where baseline = ?').pluck().get(second.id)).toBe(6);
    db.close();
  });

  it('refuses runs that are unknown, unfinished or none, and moves nothing', async () => {
    const { place, writer } = await campaign();
    await writer.startRun(runStart('open'));
    const aborted = await writer.startRun(runStart('aborted'));
    await writer.endRun(aborted, { state: 'aborted', exit: 130, endedAt: T0 });
    const set = (runs: readonly string[]) => writer.setBaseline({ name: 'main', runs, movedBy: 'ada', reason: '', at: T0 });
    for (const uid of ['open', 'aborted', 'never']) {
      await expect(set(['one', uid])).rejects.toMatchObject({ code: 'unknown-id', message: expect.stringContaining(uid) });
    }
    await expect(set([])).rejects.toMatchObject({ code: 'usage' });
    expect(await (await testReader(place)).baselines()).toEqual([]);
  });
});

describe('judgements', () => {
  const judgement = { at: T0, kind: 'verdict' as const, series: 1, baseline: null, method: 'mann-whitney', seed: 7, result: '{}' };

  /** A finished run, a baseline of it, and series 1. */
  async function judged() {
    const place = tempPlace();
    const writer = await testWriter(place);
    const run = await writer.startRun(runStart('one'));
    await writer.record(job(1, { run, at: T0 }));
    await writer.endRun(run, { state: 'done', exit: 0, endedAt: T0 + 10 });
    const set = (accepts?: readonly number[], name = 'main') =>
      writer.setBaseline({ name, runs: ['one'], movedBy: 'ada', reason: 'r', at: T0 + 5, ...(accepts && { accepts }) });
    const baseline = await set();
    return { writer, reader: await testReader(place), baseline, set };
  }

  it('come back with their series, baseline and result', async () => {
    const { writer, reader, baseline } = await judged();
    const id = await writer.judge({ ...judgement, baseline: baseline.id, result: '{"since":5,"verdict":"regression"}' });
    expect(await reader.judgement(id)).toEqual({
      id,
      at: T0,
      kind: 'verdict',
      series: 1,
      metric: 'job_duration_seconds',
      tags: { job_kind: 'cpu' },
      comparable: expect.any(String),
      target: 'local',
      baseline: { id: baseline.id, name: 'main', version: 1 },
      method: 'mann-whitney',
      seed: 7,
      result: { since: 5, verdict: 'regression' },
      accepted: null,
    });
    expect(await reader.judgement(99)).toBeUndefined();
  });

  it('are found by kind, series, target, time and acceptance, newest first', async () => {
    const { writer, reader, set } = await judged();
    const change = await writer.judge({ ...judgement, kind: 'change' });
    const later = await writer.judge({ ...judgement, at: T0 + 10 });
    const { id: into } = await set([change]);
    const ids = async (filter: Parameters<typeof reader.judgements>[0]) => (await reader.judgements(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual([later, change]);
    expect(await ids({ last: 1 })).toEqual([later]);
    expect(await ids({ kind: 'change' })).toEqual([change]);
    expect(await ids({ kind: 'fluctuation' })).toEqual([]);
    expect([await ids({ series: 1, target: 'local' }), await ids({ series: 2 }), await ids({ target: 'zurich' })]).toEqual([
      [later, change],
      [],
      [],
    ]);
    expect([await ids({ from: T0 + 1 }), await ids({ to: T0 + 10 }), await ids({ from: T0, to: T0 })]).toEqual([[later], [change], []]);
    expect([await ids({ accepted: true }), await ids({ accepted: false })]).toEqual([[change], [later]]);
    expect([await ids({ acceptedInto: into }), await ids({ acceptedInto: 1 })]).toEqual([[change], []]);
  });

  it('are accepted once, with the version of the baseline that takes them in', async () => {
    const { writer, reader, set } = await judged();
    const [one, two] = [await writer.judge(judgement), await writer.judge(judgement)];
    const moved = await set([one]);
    expect(moved).toMatchObject({ version: 2, accepts: [one] });
    expect((await reader.judgement(one))?.accepted).toEqual({ by: 'ada', at: T0 + 5, into: moved.id });
    await expect(set([two, one])).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('accepted already, by ada') });
    await expect(set([99], 'other')).rejects.toMatchObject({ code: 'unknown-id' });
    // What was refused moved nothing and marked nothing.
    expect((await reader.judgement(two))?.accepted).toBeNull();
    expect((await reader.baselines()).map(({ name, version, accepts }) => [name, version, accepts])).toEqual([
      ['main', 1, []],
      ['main', 2, [one]],
    ]);
  });

  it('need a baseline that exists and a known kind', async () => {
    const { writer } = await judged();
    await expect(writer.judge({ ...judgement, baseline: 7 })).rejects.toThrow(/FOREIGN KEY/);
    await expect(writer.judge({ ...judgement, kind: 'guess' as 'verdict' })).rejects.toThrow(/CHECK/);
  });
});

describe('events', () => {
  it('are found where they touch the time asked for', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.addEvent({ at: T0, until: T0 + 10, target: 'local', kind: 'maintenance', text: 'a' });
    await writer.addEvent({ at: T0 + 20, until: null, target: null, kind: 'upgrade', text: 'b' });
    const reader = await testReader(place);
    const texts = async (filter: object): Promise<string> => (await reader.events(filter)).map(({ text }) => text).join('');
    expect(await texts({})).toBe('ab');
    expect(await texts({ from: T0 + 10 })).toBe('ab');
    expect(await texts({ from: T0 + 11 })).toBe('b');
    expect(await texts({ to: T0 + 20 })).toBe('a');
    expect(await texts({ from: T0 + 20, to: T0 + 21 })).toBe('b');
    expect(await reader.events({ to: T0 + 1 })).toEqual([
      { id: 1, at: T0, until: T0 + 10, target: 'local', kind: 'maintenance', text: 'a' },
    ]);
  });
});

describe('slots', () => {
  it('follow a slot to its end and do not reopen what is settled', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const run = await writer.startRun(runStart('r1'));
    const slot = { schedule: 'hourly', spec: '0 * * * *', dueAt: T0 };
    await writer.recordSlot({ ...slot, state: 'running' });
    await writer.recordSlot({ ...slot, state: 'done', run });
    await writer.recordSlot({ ...slot, state: 'missed' });
    await writer.recordSlot({ ...slot, dueAt: T0 + 10, state: 'missed' });
    await writer.recordSlot({ ...slot, dueAt: T0 + 20, spec: '30 * * * *', state: 'skipped' });
    await writer.recordSlot({ ...slot, schedule: 'nightly', state: 'done' });
    const reader = await testReader(place);
    expect(await reader.slots('hourly', T0, T0 + 21)).toEqual([
      { dueAt: T0, state: 'done', run: 'r1' },
      { dueAt: T0 + 10, state: 'missed', run: null },
      { dueAt: T0 + 20, state: 'skipped', run: null },
    ]);
    await writer.recordSlot({ ...slot, dueAt: T0 + 10, spec: '30 * * * *', state: 'done' });
    expect(await reader.slots('hourly', T0 + 10, T0 + 11)).toEqual([{ dueAt: T0 + 10, state: 'done', run: null }]);
    expect(await reader.slots('hourly', T0 + 21, T0 + 99)).toEqual([]);
    await expect(writer.recordSlot({ ...slot, dueAt: T0 + 5, state: 'lost' as 'missed' })).rejects.toThrow(/CHECK/);
  });
});
