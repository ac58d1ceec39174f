import { describe, expect, it } from 'vitest';
import type { JiraFault } from '../fakes/jira-server.ts';
import { setStatus } from '../fakes/jira-site.ts';
import { syncFixture, type SyncFixture } from './sync-fixture.ts';

const texts = (lines: readonly { readonly text: string }[]): readonly string[] => lines.map(({ text }) => text);
const creates = ({ server }: SyncFixture): number =>
  server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/issue')).length;

/** Passes until nothing waits, the clock moved on between them as far as each message wants; at most `most`. */
async function syncUntilQuiet(fixture: SyncFixture, most = 12): Promise<void> {
  for (let pass = 0; pass < most; pass += 1) {
    const { waiting } = await fixture.sync();
    const next = Math.min(...waiting.map(({ at }) => at));
    if (next === Number.POSITIVE_INFINITY) return;
    await fixture.clock.advance(Math.ceil((next - fixture.clock.now()) / 1_000));
  }
  throw new Error(
    `something still waits after ${most} passes: ${JSON.stringify(await fixture.reader.messages({ channel: 'jira', state: 'due' }))}`,
  );
}

describe('a ticket whose making was not answered', () => {
  it('is made once, wherever the connection broke', async () => {
    const fixture = await syncFixture(3, { indexLagMs: 30_000 }, { timeoutMs: 2_000 });
    const cases: readonly JiraFault[] = [
      { on: 'POST /issue', breaks: 'after' },
      { on: 'POST /issue', breaks: 'before' },
      { on: 'POST /issue', silent: true },
      { on: 'POST /issue', breaks: 'within' },
      { on: 'POST /issue', answer: { status: 502, body: '<html>Bad Gateway</html>' } },
      { on: 'POST /issue', answer: { status: 500, body: { errorMessages: ['Internal server error'], errors: {} } } },
    ];
    let sent = 0;
    for (const [index, fault] of cases.entries()) {
      const id = await fixture.enter({ title: `Finding ${index}` });
      fixture.server.faults.push(fault);
      expect((await fixture.sync()).waiting, `case ${index}`).toHaveLength(1);
      expect((await fixture.reader.messages({ channel: 'jira', state: 'due' }))[0]).toMatchObject({
        finding: id,
        maybeSent: true,
        attempts: 1,
      });
      await syncUntilQuiet(fixture);
      expect(fixture.server.happened).toHaveLength(index + 1);
      expect(
        fixture.site.issues.map(({ fields }) => fields['summary']),
        `case ${index}`,
      ).toEqual(cases.slice(0, index + 1).map((_, n) => `Finding ${n}`));
      sent += fault.breaks === 'before' || fault.answer !== undefined ? 2 : 1;
      expect(creates(fixture), `case ${index}`).toBe(sent);
      expect((await fixture.reader.finding(id))?.links).toEqual([{ kind: 'url', ref: `${fixture.server.url}/browse/EVK-${index + 1}` }]);
    }
  });

  it('is not made again while the index may lag, however often it is looked for', async () => {
    const fixture = await syncFixture(3, { indexLagMs: 100_000 });
    await fixture.enter();
    fixture.server.faults.push({ on: 'POST /issue', breaks: 'after' });
    for (let second = 0; second < 130; second += 10) {
      await fixture.sync();
      await fixture.clock.advance(10_000);
    }
    expect(creates(fixture)).toBe(1);
    await fixture.sync();
    expect((await fixture.reader.tickets({ channel: 'jira' })).map(({ key }) => key)).toEqual(['EVK-1']);
  });

  it('is the oldest where two carry the label, and the other is named', async () => {
    // An index that lags for longer than the config believes.
    const fixture = await syncFixture(3, { indexLagMs: 600_000 }, { settleMs: 1_000 });
    await fixture.enter();
    fixture.server.faults.push({ on: 'POST /issue', breaks: 'after' }, { on: 'POST /issue', breaks: 'after' });
    await fixture.sync();
    await fixture.clock.advance(5_000);
    await fixture.sync();
    expect(fixture.site.issues).toHaveLength(2);
    await fixture.clock.advance(700_000);
    const { done } = await fixture.sync();
    expect(texts(done)[0]).toMatch(
      /^found EVK-1, which an unanswered request had made; EVK-2 too carries the label evenkeel-\w{8}-finding-1$/,
    );
  });

  it('was known not to be sent where nobody listened', async () => {
    const fixture = await syncFixture();
    await fixture.enter();
    // Access is checked before anything is sent.
    await fixture.server.close();
    await expect(fixture.sync()).rejects.toMatchObject({
      code: 'tracker-failed',
      exit: 3,
      message: expect.stringContaining('cannot be asked'),
    });
    expect(await fixture.reader.messages({ channel: 'jira' })).toEqual([]);
  });
});

describe('a comment and a move that were not answered', () => {
  it('are done once', async () => {
    const fixture = await syncFixture(2);
    const id = await fixture.enter();
    await fixture.sync();
    await fixture.set(id, 'In progress');
    fixture.server.faults.push(
      { on: 'POST /issue/10001/comment', breaks: 'after' },
      { on: 'POST /issue/10001/transitions', breaks: 'after' },
    );
    await syncUntilQuiet(fixture);
    expect(fixture.server.happened).toHaveLength(2);
    expect(fixture.site.issues[0]?.comments).toHaveLength(1);
    expect(fixture.site.issues[0]?.changes).toHaveLength(1);
    expect(await fixture.sync()).toMatchObject({ problems: [], dead: [] });
  });

  it('is looked for on every page of comments, and sent where it is on none', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    await fixture.set(id, 'In progress');
    fixture.server.faults.push({ on: 'POST /issue/10001/comment', breaks: 'before' });
    await fixture.sync();
    const body = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'me too' }] }] };
    for (let n = 0; n < 250; n += 1) fixture.site.issues[0]?.comments.push({ id: `x${n}`, body });
    await syncUntilQuiet(fixture);
    expect(fixture.site.issues[0]?.comments).toHaveLength(251);
    expect(fixture.server.requests.filter(({ path }) => path.includes('startAt=200')).length).toBeGreaterThan(1);
  });

  it('is withdrawn where somebody moved the ticket meanwhile, and both are told as a conflict', async () => {
    const fixture = await syncFixture();
    const id = await fixture.enter();
    await fixture.sync();
    await fixture.set(id, 'In progress');
    fixture.server.faults.push({ on: 'POST /issue/10001/comment', answer: { status: 503, body: {} } });
    await fixture.sync();
    setStatus(fixture.site, 'EVK-1', 'Done', 'Mia');
    await fixture.clock.advance(200_000);
    const { problems } = await fixture.sync();
    expect(texts(problems)).toEqual([
      'both sides changed since they agreed on Open and "To Do": finding-1 is In progress, EVK-1 is "Done"',
    ]);
    expect(fixture.site.issues[0]?.status).toBe('Done');
  });
});

describe('what JIRA refuses', () => {
  it('lets a message wait as long as 429 asks, and everything else with it', async () => {
    const fixture = await syncFixture();
    await fixture.enter();
    await fixture.enter({ title: 'Second' });
    fixture.server.faults.push({
      on: 'POST /issue',
      answer: { status: 429, headers: { 'retry-after': '90' }, body: { message: 'Rate limit exceeded' } },
    });
    const { waiting } = await fixture.sync();
    expect(waiting).toHaveLength(2);
    const asked = fixture.server.requests.length;
    await fixture.clock.advance(80_000);
    // Another process on the same store obeys it too: nothing is asked.
    expect((await fixture.sync()).waiting).toHaveLength(2);
    expect(fixture.server.requests).toHaveLength(asked);
    await fixture.clock.advance(15_000);
    expect(texts((await fixture.sync()).done)).toEqual(['made EVK-1', 'made EVK-2']);
    // It was refused, so there was nothing to look for.
    expect(fixture.server.requests.some(({ path }) => path.includes('/search'))).toBe(false);
  });

  it('obeys Retry-After of 503 and a date, also where it only asked', async () => {
    const fixture = await syncFixture();
    await fixture.enter();
    const date = new Date(fixture.clock.now() / 1_000 + 61_000).toUTCString();
    fixture.server.faults.push({ on: 'GET /myself', answer: { status: 503, headers: { 'retry-after': date }, body: {} } });
    expect(await fixture.sync()).toMatchObject({ done: [], waiting: [] });
    const asked = fixture.server.requests.length;
    await fixture.clock.advance(30_000);
    await fixture.sync();
    expect(fixture.server.requests).toHaveLength(asked);
    await fixture.clock.advance(31_000);
    expect(texts((await fixture.sync()).done)).toEqual(['made EVK-1']);
  });

  it('gives up at once what is wrong in itself, names the fields, and tries again only when asked', async () => {
    const fixture = await syncFixture(3, { priorities: ['Urgent'] });
    await fixture.enter();
    await fixture.enter({ title: 'Second', impact: 'Low' });
    const { dead, done } = await fixture.sync();
    expect(texts(dead)).toEqual(["a ticket: 400: priority: Priority name 'High' is not valid"]);
    expect(texts(done)).toEqual(['made EVK-1']);
    expect((await fixture.sync()).dead).toHaveLength(1);
    expect(creates(fixture)).toBe(2);
    expect(await fixture.sync({ retry: true })).toMatchObject({ dead: [{ finding: 1 }] });
    expect(creates(fixture)).toBe(3);
  });

  it('gives up what fails again and again, each time later than before', async () => {
    const fixture = await syncFixture(3, {}, { settleMs: 0 });
    await fixture.enter();
    for (let n = 0; n < 4; n += 1) fixture.server.faults.push({ on: 'POST /issue', answer: { status: 500, body: {} } });
    const waits: number[] = [];
    for (let pass = 0; pass < 4; pass += 1) {
      const { waiting, dead } = await fixture.sync();
      if (pass === 3) expect(texts(dead)).toEqual(['a ticket: 500: Internal Server Error']);
      if (waiting[0] === undefined) break;
      waits.push(waiting[0].at - fixture.clock.now());
      await fixture.clock.advance(waits[pass]! / 1_000);
    }
    expect(waits).toHaveLength(3);
    expect(waits[0]).toBeGreaterThanOrEqual(1_000_000);
    expect(waits[1]).toBeGreaterThan(waits[0]!);
    expect(waits[2]).toBeGreaterThan(waits[1]!);
  });

  it('stops where no request would do, sends nothing, and keeps what waits', async () => {
    const cases: readonly (readonly [string, JiraFault, string])[] = [
      [
        '401',
        { on: 'GET /myself', answer: { status: 401, body: '<html>Unauthorized (401)</html>' } },
        'does not let us in: 401: Unauthorized',
      ],
      [
        'a login that fails behind an answer',
        {
          on: 'GET /myself',
          answer: { status: 200, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }, body: { name: 'anonymous' } },
        },
        'the login was refused (AUTHENTICATED_FAILED)',
      ],
      [
        'a captcha',
        {
          on: 'GET /myself',
          answer: { status: 403, headers: { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://x/login' }, body: '' },
        },
        'CAPTCHA_CHALLENGE',
      ],
      ['a login page', { on: 'GET /myself', answer: { status: 200, body: '<html>Log in</html>' } }, '200 without JSON'],
      [
        'a redirect',
        { on: 'GET /myself', answer: { status: 302, headers: { location: 'https://sso.example.org/' } } },
        'it sends us to https://sso.example.org/',
      ],
      [
        '403',
        { on: 'GET /project', answer: { status: 403, body: { errorMessages: ['Forbidden'], errors: {} } } },
        'does not let us in: 403: Forbidden',
      ],
      ['an answer of another program', { on: 'GET /myself', answer: { status: 200, body: [1] } }, 'not of JIRA'],
    ];
    const fixture = await syncFixture();
    await fixture.enter();
    for (const [name, fault, message] of cases) {
      fixture.server.faults.push(fault);
      await expect(fixture.sync(), name).rejects.toMatchObject({
        code: 'tracker-failed',
        exit: 3,
        message: expect.stringContaining(message),
      });
    }
    expect(creates(fixture)).toBe(0);
    expect(texts((await fixture.sync()).done)).toEqual(['made EVK-1']);
  });

  it('names a project and a kind of issue that are not there', async () => {
    const fixture = await syncFixture(3, { project: 'OTHER' });
    await expect(fixture.sync()).rejects.toMatchObject({
      message: expect.stringMatching(/no project "EVK" that Evenkeel Bot can see \(404: No project/),
    });
    const second = await syncFixture(3, { issueTypes: ['Story', 'Bug'] });
    await expect(second.sync()).rejects.toMatchObject({ message: 'The project EVK has no kind of issue "Task": it has Story, Bug' });
  });

  it('has the token in no message of its own, though JIRA repeats it', async () => {
    const fixture = await syncFixture();
    await fixture.enter({ description: `curl -u bot:${fixture.token}` });
    fixture.server.faults.push({
      on: 'POST /issue',
      answer: { status: 400, body: { errorMessages: [`bad token ${fixture.token}`], errors: {} } },
    });
    const { dead } = await fixture.sync();
    expect(texts(dead)).toEqual(['a ticket: 400: bad token [redacted]']);
    expect(JSON.stringify(await fixture.reader.messages({ channel: 'jira' }))).not.toContain(fixture.token);
    expect(fixture.server.requests.map(({ body }) => body).join('')).not.toContain(fixture.token);
  });
});

describe('two processes on one store', () => {
  it('make one ticket', async () => {
    const fixture = await syncFixture();
    await fixture.enter();
    await Promise.all([fixture.sync(), fixture.sync(), fixture.sync()]);
    expect(fixture.site.issues).toHaveLength(1);
    expect(creates(fixture)).toBe(1);
  });
});
