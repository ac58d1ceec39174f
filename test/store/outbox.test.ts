import Sqlite from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

describe('the outbox', () => {
  it('keeps what an older store held of incidents, and takes findings beside them', async () => {
    const place = tempPlace();
    mkdirSync(dirname(place.file), { recursive: true });
    const db = new Sqlite(place.file);
    migrate(db, migrations().slice(0, 4));
    db.exec(`insert into observers(id, uid, name) values (1, 'o', 'lab'); insert into targets(id, name, kind) values (1, 'local', 'local');
      insert into subjects(id, kind, key, target, observer) values (1, 'probe', 'dns', 1, 1);
      insert into incidents(id, subject, kind, first_bad_at, last_bad_at) values (4, 1, 'down', 5, 6);
      insert into outbox(id, incident, channel, event, state, attempts, next_at, last_error) values (9, 4, 'mail', 'opened', 'dead', 3, 7, 'refused');
      insert into findings(id, title, impact, status, opened_at) values (2, 'x', 'Low', 'Open', 1)`);
    db.close();
    const writer = await testWriter(place);
    const message = { finding: 2, channel: 'jira', event: 'create', body: '{}', at: T0 };
    await writer.queueMessage(message);
    await writer.queueMessage({ ...message, body: '{"twice":1}' });
    const reader = await testReader(place);
    expect(await reader.messages({ channel: 'jira' })).toMatchObject([
      { id: 10, finding: 2, body: '{}', state: 'due', attempts: 0, maybeSent: false },
    ]);
    const after = new Sqlite(place.file, { readonly: true });
    const rows = after.prepare('select incident, finding, state, attempts, last_error from outbox order by id').all();
    after.close();
    expect(rows[0]).toEqual({ incident: 4, finding: null, state: 'dead', attempts: 3, last_error: 'refused' });
  });

  it('gives a message to one process, and to another once the claim has lapsed', async () => {
    const place = tempPlace();
    const [first, second] = [await testWriter(place), await testWriter(place)];
    const { id } = await first.finding({ rule: 'r', title: 't', impact: 'Low', description: 'd', target: null, at: T0, links: [] });
    await first.queueMessage({ finding: id, channel: 'jira', event: 'create', body: '{}', at: T0 });
    expect(await first.claimMessage(1, T0 - 1, T0 + 50)).toBe(false);
    expect(await first.claimMessage(1, T0, T0 + 50)).toBe(true);
    expect(await second.claimMessage(1, T0 + 49, T0 + 99)).toBe(false);
    expect(await second.claimMessage(1, T0 + 50, T0 + 99)).toBe(true);
    const reader = await testReader(place);
    expect((await reader.messages({ channel: 'jira' }))[0]).toMatchObject({ attempts: 2, maybeSent: true, triedAt: T0 + 50 });
    await second.settleMessage(1, { state: 'sent', maybeSent: true, error: null, nextAt: T0 });
    expect(await first.claimMessage(1, T0 + 1_000, T0 + 2_000)).toBe(false);
  });

  it('frees what a dead process had claimed, and not what a living one has', async () => {
    const place = tempPlace();
    const [first, second] = [await testWriter(place), await testWriter(place)];
    const { id } = await first.finding({ rule: 'r', title: 't', impact: 'Low', description: 'd', target: null, at: T0, links: [] });
    await first.queueMessage({ finding: id, channel: 'jira', event: 'create', body: '{}', at: T0 });
    expect(await first.claimMessage(1, T0, T0 + 1_000)).toBe(true);
    await second.freeClaims(T0 + 5);
    expect(await second.claimMessage(1, T0 + 5, T0 + 2_000)).toBe(false);
    await first.close('gone');
    await second.freeClaims(T0 + 5);
    expect(await second.claimMessage(1, T0 + 5, T0 + 2_000)).toBe(true);
    // What it settled was no claim any more: it keeps its distance.
    await second.settleMessage(1, { state: 'due', maybeSent: true, error: 'x', nextAt: T0 + 900 });
    await second.close('gone');
    const third = await testWriter(place);
    await third.freeClaims(T0 + 10);
    expect(await third.claimMessage(1, T0 + 10, T0 + 2_000)).toBe(false);
  });

  it('takes a status over only while both sides are as they were seen, all of it or nothing', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const reader = await testReader(place);
    const { id: finding } = await writer.finding({
      rule: 'r',
      title: 't',
      impact: 'Low',
      description: 'd',
      target: null,
      at: T0,
      links: [],
    });
    await writer.queueMessage({ finding, channel: 'jira', event: 'create', body: '{}', at: T0 });
    const ticket = {
      message: 1,
      finding,
      channel: 'jira',
      remoteId: '7',
      key: 'E-1',
      url: 'https://jira.example.org/browse/E-1',
      since: T0,
      at: T0,
    };
    await writer.linkTicket(ticket);
    const change = {
      finding,
      channel: 'jira',
      ours: 'In progress',
      theirs: 'Doing',
      at: T0 + 5,
      who: 'JIRA: Mia',
      reason: 'x',
      basis: null,
    } as const;
    const seen = { before: { ours: null, theirs: null }, have: 'Open', isTold: false } as const;
    expect(await writer.takeStatus({ ...change, ...seen, have: 'Closed' })).toBeNull();
    expect(await writer.takeStatus({ ...change, ...seen, before: { ours: 'Open', theirs: 'To Do' } })).toBeNull();
    // Resolved without a basis is refused by the register: neither side is noted.
    await expect(writer.takeStatus({ ...change, ...seen, ours: 'Resolved' })).rejects.toMatchObject({ code: 'usage' });
    expect((await reader.tickets({ channel: 'jira', finding }))[0]).toMatchObject({ ours: null, theirs: null });
    expect(await writer.takeStatus({ ...change, ...seen })).toBe(T0 + 5);
    expect((await reader.tickets({ channel: 'jira', finding }))[0]).toMatchObject({
      ours: 'In progress',
      theirs: 'Doing',
      agreedAt: T0 + 5,
    });
    expect((await reader.finding(finding))?.status).toBe('In progress');
    expect((await reader.messages({ channel: 'jira' })).map(({ event, state }) => [event, state])).toEqual([
      ['create', 'sent'],
      [`comment:${T0 + 5}`, 'void'],
    ]);
  });
});
