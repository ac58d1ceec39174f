import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { FindingEntry, FindingFound } from '../../src/store/api.ts';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { probe, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

const FOUND: FindingFound = {
  rule: 'outage:probe:resolver',
  title: 'The resolver was silent',
  impact: 'High',
  description: 'for 40 s',
  target: 'local',
  at: T0,
  links: [],
};

const ENTRY: FindingEntry = {
  title: 'Backups are missing',
  impact: 'Medium',
  description: null,
  target: null,
  reporter: 'ada',
  intended: 'nightly, with a check',
  status: 'Open',
  basis: null,
  source: null,
  externalId: null,
  links: [],
  at: T0,
  who: 'ada',
  reason: 'entered',
};
const ROW: FindingEntry = { ...ENTRY, source: 'table.md', externalId: '8', who: 'table.md', reason: 'imported' };
const WAIVER = { kind: 'waiver', ref: 'the machine is gone' } as const;

async function opened() {
  const place = tempPlace();
  const writer = await testWriter(place);
  const reader = await testReader(place);
  const enter = async (entry: FindingEntry = ENTRY) => (await writer.enterFindings([entry]))[0]!;
  const change = (id: number, wanted: Partial<Parameters<typeof writer.changeFinding>[1]>) =>
    writer.changeFinding(id, { at: T0 + 10, who: 'bob', reason: 'because', ...wanted });
  return { place, writer, reader, enter, change };
}

describe('what people enter', () => {
  it('comes back as it was entered, and its history begins', async () => {
    const { reader, enter } = await opened();
    const { id, became } = await enter({ ...ENTRY, openedAt: T0 - 5, target: 'local' });
    expect(became).toBe('new');
    expect(await reader.finding(id)).toEqual({
      id,
      title: 'Backups are missing',
      impact: 'Medium',
      description: null,
      target: 'local',
      reporter: 'ada',
      intended: 'nightly, with a check',
      status: 'Open',
      basis: null,
      rule: null,
      rules: [],
      openedAt: T0 - 5,
      seenAt: T0,
      closedAt: null,
      source: null,
      externalId: null,
      links: [],
      history: [{ at: T0, status: 'Open', who: 'ada', reason: 'entered' }],
    });
  });

  it('changes with a dated line each, also within one microsecond', async () => {
    const { reader, enter, change } = await opened();
    const { id } = await enter();
    await change(id, { status: 'In progress', at: T0 });
    await change(id, { intended: 'weekly', reason: '' });
    await change(id, { impact: 'Low', reason: 'nobody restores' });
    await change(id, { status: 'Closed', reason: 'a duplicate' });
    expect(await reader.finding(id)).toMatchObject({ impact: 'Low', intended: 'weekly', status: 'Closed', basis: null, closedAt: T0 + 10 });
    expect((await reader.finding(id))?.history.map(({ at, status, who, reason }) => [at - T0, status, who, reason])).toEqual([
      [0, 'Open', 'ada', 'entered'],
      [1, 'In progress', 'bob', 'because'],
      [10, 'In progress', 'bob', 'nobody restores'],
      [11, 'Closed', 'bob', 'a duplicate'],
    ]);
    await change(id, { status: 'Open', at: T0 + 20, reason: 'it is back' });
    expect(await reader.finding(id)).toMatchObject({ status: 'Open', closedAt: null });
  });

  it('is Resolved only on some ground, which closing keeps and reopening drops', async () => {
    const { reader, enter, change } = await opened();
    const { id } = await enter();
    await expect(change(id, { status: 'Resolved' })).rejects.toMatchObject({ code: 'usage', exit: 2 });
    expect(await reader.finding(id)).toMatchObject({ status: 'Open', history: [{}] });
    await change(id, { status: 'Resolved', basis: WAIVER });
    await change(id, { status: 'Closed' });
    expect(await reader.finding(id)).toMatchObject({ status: 'Closed', basis: WAIVER });
    await change(id, { status: 'In progress' });
    expect(await reader.finding(id)).toMatchObject({ status: 'In progress', basis: null });
    await expect(enter({ ...ENTRY, status: 'Resolved' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('links only to what is there, all or nothing', async () => {
    const { writer, reader, enter, change } = await opened();
    const obs = await writer.record(probe({ evidence: { media: 'text/plain', body: 'silence' } }));
    const hash = (await reader.observation(obs))?.observation.evidence as string;
    const links = [
      { kind: 'evidence', ref: hash },
      { kind: 'observation', ref: String(obs) },
      { kind: 'url', ref: 'https://tracker.example/7' },
    ] as const;
    const { id } = await enter({ ...ENTRY, links });
    expect((await reader.finding(id))?.links).toEqual(links);
    for (const kind of ['incident', 'judgement', 'run', 'observation', 'event'] as const) {
      const link = { kind, ref: '99' };
      await expect(change(id, { title: 'changed', links: [link] })).rejects.toMatchObject({ code: 'unknown-id', exit: 2 });
      await expect(writer.enterFindings([ENTRY, { ...ENTRY, links: [link] }])).rejects.toThrow(`There is no ${kind} 99`);
    }
    await expect(change(id, { links: [{ kind: 'evidence', ref: 'no hash' }] })).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(change(99, {})).rejects.toMatchObject({ code: 'unknown-id' });
    expect((await reader.findings({})).map(({ title }) => title)).toEqual(['Backups are missing']);
  });
});

describe('a row of a file', () => {
  it('is entered once, and changes only what the file changed', async () => {
    const { reader, enter, change } = await opened();
    const first = await enter(ROW);
    await change(first.id, { status: 'In progress', impact: 'High' });
    expect(await enter({ ...ROW, at: T0 + 20 })).toEqual({ id: first.id, became: 'same' });
    expect(await reader.finding(first.id)).toMatchObject({ status: 'In progress', impact: 'High' });
    const basis = { kind: 'elsewhere', ref: 'table.md' } as const;
    expect(await enter({ ...ROW, title: 'Backups fail', status: 'Resolved', basis, at: T0 + 30 })).toEqual({
      id: first.id,
      became: 'changed',
    });
    expect(await reader.finding(first.id)).toMatchObject({ title: 'Backups fail', status: 'Resolved', basis, impact: 'High' });
    expect(await enter({ ...ROW, source: 'other.md' })).toMatchObject({ became: 'new' });
  });

  it('does not take the ground from what was resolved here', async () => {
    const { reader, enter, change } = await opened();
    const { id } = await enter(ROW);
    await change(id, { status: 'Resolved', basis: WAIVER });
    expect(await enter({ ...ROW, status: 'Resolved', basis: { kind: 'elsewhere', ref: 'table.md' } })).toEqual({ id, became: 'same' });
    expect(await reader.finding(id)).toMatchObject({ basis: WAIVER });
  });
});

describe('what a rule finds again', () => {
  it('is the same while open, opened again while Resolved, another once Closed', async () => {
    const { writer, reader, change } = await opened();
    const { id } = await writer.finding(FOUND);
    await change(id, { status: 'Pending review', at: T0 + 10 });
    expect(await writer.finding({ ...FOUND, at: T0 + 20 })).toEqual({ id, isNew: false, isReopened: false });
    expect(await reader.finding(id)).toMatchObject({ status: 'Pending review', seenAt: T0 + 20 });
    await change(id, { status: 'Resolved', basis: WAIVER, at: T0 + 30 });
    // Told late: it happened before.
    expect(await writer.finding({ ...FOUND, at: T0 + 40, seenAt: T0 + 25 })).toEqual({ id, isNew: false, isReopened: false });
    expect(await reader.finding(id)).toMatchObject({ status: 'Resolved' });
    expect(await writer.finding({ ...FOUND, at: T0 + 50 })).toEqual({ id, isNew: false, isReopened: true });
    expect(await reader.finding(id)).toMatchObject({ status: 'Open', basis: null });
    expect((await reader.finding(id))?.history.at(-1)).toEqual({
      at: T0 + 50,
      status: 'Open',
      who: 'lab',
      reason: 'found again by outage:probe:resolver',
    });
    await change(id, { status: 'Closed', at: T0 + 60 });
    expect(await writer.finding({ ...FOUND, at: T0 + 70, seenAt: T0 + 55 })).toEqual({ id, isNew: false, isReopened: false });
    const next = await writer.finding({ ...FOUND, at: T0 + 80 });
    expect(next).toMatchObject({ isNew: true });
    await expect(change(id, { status: 'Open', at: T0 + 90 })).rejects.toThrow(`beside finding-${next.id}`);
  });

  it('under another name of the same fault is the same', async () => {
    const { writer, reader } = await opened();
    const also = ['outage:probe:resolver-2', 'outage:probe:resolver-3'];
    const { id } = await writer.finding({ ...FOUND, also });
    expect(await writer.finding({ ...FOUND, rule: 'outage:probe:resolver-3' })).toMatchObject({ id, isNew: false });
    expect(await writer.finding({ ...FOUND, rule: 'outage:probe:api', also: ['outage:probe:resolver-2'] })).toMatchObject({ id });
    expect(await writer.finding({ ...FOUND, rule: 'outage:probe:api' })).toMatchObject({ id });
    expect(await writer.finding({ ...FOUND, rule: 'outage:probe:api', target: 'zurich' })).toMatchObject({ isNew: true });
    expect(await reader.findings({})).toHaveLength(2);
  });
});

it('reads the register of a store from before it had one', async () => {
  const place = tempPlace();
  mkdirSync(dirname(place.file), { recursive: true });
  const db = new Sqlite(place.file);
  migrate(db, migrations().slice(0, 3));
  db.exec(`insert into findings(title, impact, status, rule, reporter, opened_at) values ('old', 'Low', 'open', 'outage:probe:resolver', 'lab', 7);
    insert into finding_history(finding, at, status, who, reason) values (1, 7, 'open', 'lab', 'first seen')`);
  db.close();
  const writer = await testWriter(place);
  const reader = await testReader(place);
  const history = [{ at: 7, status: 'Open', who: 'lab', reason: 'first seen' }];
  expect(await reader.findings({ open: true })).toMatchObject([{ id: 1, status: 'Open', seenAt: 7, basis: null, history }]);
  expect(await writer.finding({ ...FOUND, target: null })).toMatchObject({ id: 1, isNew: false });
});
