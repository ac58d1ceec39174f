import { describe, expect, it } from 'vitest';
import { documentText } from '../../src/notify/jira/atlassian-document.ts';
import { setStatus } from '../fakes/jira-site.ts';
import { syncFixture, type SyncFixture } from './sync-fixture.ts';

const NOTHING = { done: [], problems: [], dead: [], waiting: [] };

const posts = ({ server }: SyncFixture, path = ''): readonly string[] =>
  server.requests.filter((request) => request.method === 'POST' && request.path.endsWith(path)).map(({ body }) => body);
const texts = (lines: readonly { readonly text: string }[]): readonly string[] => lines.map(({ text }) => text);

describe.each([3, 2] as const)('findings and JIRA, REST v%i', (api) => {
  it('makes one ticket of a finding, once, with all there is to know, and links it', async () => {
    const fixture = await syncFixture(api);
    const id = await fixture.enter();
    expect(texts((await fixture.sync()).done)).toEqual(['made EVK-1']);
    expect(await fixture.sync()).toEqual(NOTHING);
    expect(fixture.site.issues).toHaveLength(1);
    const [issue] = fixture.site.issues;
    expect(issue?.labels).toEqual(['evenkeel', `evenkeel-${fixture.writer.storeUid}-finding-${id}`]);
    expect(issue?.fields).toMatchObject({
      summary: 'Drive cloning takes minutes',
      priority: { name: 'High' },
      issuetype: { name: 'Task' },
    });
    const description = documentText(issue?.fields['description']);
    for (const part of ['A clone of 64 MiB took 4 min.', 'Impact: High', 'Target: zurich', 'Faster storage', 'Ada'])
      expect(description).toContain(part);
    const finding = await fixture.reader.finding(id);
    expect(finding?.links).toEqual([{ kind: 'url', ref: `${fixture.server.url}/browse/EVK-1` }]);
    expect(fixture.server.requests.every(({ authorization }) => authorization === fixture.site.authorization)).toBe(true);
  });

  it('gives one comment for each change, in order, and tells where the workflow does not lead', async () => {
    const fixture = await syncFixture(api);
    const id = await fixture.enter();
    await fixture.sync();
    await fixture.set(id, 'In progress', 'new switch ordered');
    await fixture.set(id, 'Pending review', 'switch is in');
    const { done, problems, dead } = await fixture.sync();
    expect(problems).toEqual([]);
    expect(texts(done)).toEqual(['commented on EVK-1', 'commented on EVK-1']);
    expect(texts(dead)).toEqual([
      'a change of status: the workflow does not lead EVK-1 from "To Do" to "In Review": it leads to "In Progress", "Done"',
    ]);
    const [first, second] = fixture.site.issues[0]?.comments ?? [];
    expect(documentText(first?.body)).toContain('Open → In progress, by Ada');
    expect(documentText(second?.body)).toContain('switch is in');
    expect(fixture.site.issues[0]?.status).toBe('To Do');
    // It is told each time, and not tried again.
    const before = posts(fixture).length;
    expect((await fixture.sync()).dead).toHaveLength(1);
    expect(posts(fixture)).toHaveLength(before);
    // A person goes the rest of the way: nothing is left to tell.
    setStatus(fixture.site, 'EVK-1', 'In Progress', 'Mia');
    setStatus(fixture.site, 'EVK-1', 'In Review', 'Mia');
    expect(await fixture.sync()).toEqual(NOTHING);
    expect(await fixture.status(id)).toBe('Pending review');
  });

  it('moves the ticket where the workflow leads, with a resolution where it asks for one', async () => {
    const fixture = await syncFixture(api, { resolvedBy: ['Done'] }, { resolution: 'Fixed' });
    const id = await fixture.enter({ status: 'In progress' });
    expect(texts((await fixture.sync()).done)).toEqual(['made EVK-1', 'moved EVK-1 from "To Do" to "In Progress"']);
    await fixture.set(id, 'Closed');
    expect(texts((await fixture.sync()).done)).toEqual(['commented on EVK-1', 'moved EVK-1 from "In Progress" to "Done"']);
    expect(fixture.site.issues[0]?.status).toBe('Done');
    expect(posts(fixture, '/transitions').at(-1)).toContain('"resolution":{"name":"Fixed"}');
    expect(await fixture.sync()).toEqual(NOTHING);
    // Theirs moved because ours did: the register is told nothing.
    expect((await fixture.reader.finding(id))?.history).toHaveLength(2);
  });
});

describe('findings and JIRA', () => {
  it('sends no priority that the config does not name, and makes no ticket of what was over before', async () => {
    const fixture = await syncFixture();
    await fixture.enter({ impact: 'Low' });
    await fixture.enter({ status: 'Closed' });
    await fixture.enter({ status: 'Resolved', basis: { kind: 'waiver', ref: 'known' } });
    await fixture.sync();
    expect(fixture.site.issues).toHaveLength(1);
    expect(fixture.site.issues[0]?.fields).not.toHaveProperty('priority');
  });

  it('takes their status over as a row of the history by who set it, and does not tell them what they said', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', 'In Progress', 'Mia Krystof');
    expect(texts((await fixture.sync()).done)).toEqual([
      'EVK-1 is "In Progress", set by Mia Krystof: finding-1 went from Open to In progress',
    ]);
    expect((await fixture.reader.finding(id))?.history.at(-1)).toMatchObject({ status: 'In progress', who: 'JIRA: Mia Krystof' });
    expect(await fixture.sync()).toEqual(NOTHING);
    expect(fixture.site.issues[0]?.comments).toEqual([]);
  });

  it('makes Pending review of a Resolved that nothing shows, and says so on both sides', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', 'Done', 'Mia');
    expect(texts((await fixture.sync()).done)).toEqual([
      'EVK-1 is "Done", set by Mia: finding-1 went from Open to Pending review; Resolved needs a judgement made after the fix or a waiver, and there is none, so it is Pending review',
      'commented on EVK-1',
    ]);
    expect(documentText(fixture.site.issues[0]?.comments[0]?.body)).toContain('Resolved needs a judgement');
    expect(fixture.site.issues[0]?.status).toBe('Done');
    expect(await fixture.status(id)).toBe('Pending review');
    expect(await fixture.sync()).toEqual(NOTHING);
  });

  it('takes Resolved over where something shows it', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', 'Done', 'Mia');
    await fixture.sync({ basisOf: () => Promise.resolve({ kind: 'recheck', ref: 'no outage since' }) });
    expect(await fixture.reader.finding(id)).toMatchObject({
      status: 'Resolved',
      basis: { kind: 'recheck', ref: 'no outage since' },
    });
  });

  it('tells a conflict, overwrites neither side, and ends it when a person decides', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    await fixture.set(id, 'Closed', 'not ours');
    setStatus(fixture.site, 'EVK-1', 'In Progress', 'Mia');
    for (const _ of [1, 2]) {
      expect(texts((await fixture.sync()).problems)).toEqual([
        'both sides changed since they agreed on Open and "To Do": finding-1 is Closed, EVK-1 is "In Progress"',
      ]);
      expect([await fixture.status(id), fixture.site.issues[0]?.status]).toEqual(['Closed', 'In Progress']);
    }
    // What the register says is told all the same, once.
    expect(fixture.site.issues[0]?.comments).toHaveLength(1);
    expect(texts((await fixture.sync({ keep: 'ours', only: [id] })).done)).toEqual(['moved EVK-1 from "In Progress" to "Done"']);
    expect(await fixture.sync()).toEqual(NOTHING);
    await fixture.set(id, 'In progress', 'came back');
    setStatus(fixture.site, 'EVK-1', 'To Do', 'Mia');
    expect((await fixture.sync()).problems).toHaveLength(1);
    await fixture.sync({ keep: 'theirs', only: [id] });
    expect(await fixture.status(id)).toBe('Open');
    expect((await fixture.sync()).problems).toEqual([]);
  });

  it('tells a status that the config does not name, and a ticket that is gone', async () => {
    const fixture = await syncFixture();
    await fixture.enter();
    await fixture.enter({ title: 'Second' });
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', 'Parked', 'Mia');
    fixture.site.issues.pop();
    expect(texts((await fixture.sync()).problems)).toEqual([
      'EVK-1 is "Parked" in JIRA, which jira.statuses in the config does not name',
      'EVK-2 cannot be read: 404: Issue does not exist or you do not have permission to see it.',
    ]);
  });

  it('does nothing with dryRun but tell what it would do', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    expect(texts((await fixture.sync({ dryRun: true })).done)).toEqual(['would make a ticket in EVK: High, "Drive cloning takes minutes"']);
    expect(await fixture.reader.messages({ channel: 'jira' })).toEqual([]);
    await fixture.sync();
    await fixture.set(id, 'In progress', 'ordered');
    await fixture.enter({ title: 'Second' });
    const before = [await fixture.reader.messages({ channel: 'jira' }), posts(fixture).length];
    expect(texts((await fixture.sync({ dryRun: true })).done)).toEqual([
      'would comment on EVK-1: In progress, ordered',
      'would move EVK-1 from "To Do" to "In Progress"',
      'would make a ticket in EVK: High, "Second"',
    ]);
    setStatus(fixture.site, 'EVK-1', 'Done', 'Mia');
    expect((await fixture.sync({ dryRun: true })).problems).toHaveLength(1);
    expect([await fixture.reader.messages({ channel: 'jira' }), posts(fixture).length]).toEqual(before);
    expect(await fixture.status(id)).toBe('In progress');
  });
});

describe('what JIRA says in a status and a name', () => {
  it('cannot write to the terminal or into another line', async () => {
    const evil = 'Done\u001b[31m\n| x |\u202e';
    const fixture = await syncFixture(
      3,
      {},
      { statuses: { Open: ['To Do'], 'In progress': [evil], 'Pending review': ['R'], Resolved: ['D'], Closed: ['C'] } },
    );
    const id = await fixture.enter();
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', evil, 'Mia\u0007\nKrystof');
    const { done } = await fixture.sync();
    expect(texts(done)).toEqual([
      'EVK-1 is "Done\ufffd[31m | x |\ufffd", set by Mia\ufffd Krystof: finding-1 went from Open to In progress',
    ]);
    const { who, reason } = (await fixture.reader.finding(id))?.history.at(-1) ?? {};
    expect(`${who} ${reason}`).not.toMatch(/\p{Cc}|\u202e/u);
  });
});
