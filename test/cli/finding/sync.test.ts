import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJiraServer, type JiraServer } from '../../fakes/jira-server.ts';
import { jiraSite, setStatus } from '../../fakes/jira-site.ts';
import { bench } from '../import-fixture.ts';

const TOKEN = 'a-token-of-nobody';
const STATUSES = '{ open: To Do, in_progress: In Progress, pending_review: In Review, resolved: Done, closed: Done }';

describe('evenkeel finding sync', () => {
  const { command, file, query, config } = bench({ JIRA_TOKEN: TOKEN });
  const site = jiraSite({ authorization: `Basic ${Buffer.from(`bot@example.org:${TOKEN}`).toString('base64')}` });
  let server: JiraServer;
  const configure = (change: { readonly [key: string]: string } = {}): void => {
    const keys = {
      url: server.url,
      api: '3',
      project: 'EVK',
      user: 'bot@example.org',
      token_env: 'JIRA_TOKEN',
      statuses: STATUSES,
      settle: '0s',
      timeout: '10s',
      ...change,
    };
    const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${value}\n`);
    file('evenkeel.yaml', `targets:\n  lab: {}\nstore: ./evenkeel.db\njira:\n${lines.join('')}`);
  };
  beforeAll(async () => {
    server = await startJiraServer(site);
    configure();
  });
  afterAll(() => server.close());

  it('tells what is missing before anything is asked', async () => {
    await expect(command('finding', 'sync')).rejects.toMatchObject({ code: 'no-data', exit: 3 });
    await command('finding', 'add', 'DNS is out now and then', '--impact', 'high');
    await expect(command('finding', 'sync', 'finding-9')).rejects.toMatchObject({ code: 'unknown-id', exit: 2 });
    await expect(command('finding', 'sync', '--keep', 'ours')).rejects.toMatchObject({ code: 'usage', exit: 2 });
    await expect(command('finding', 'sync', '--keep', 'mine', '1')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('ours, theirs'),
    });
    await expect(command('finding', 'sync', '--wait', 'long')).rejects.toMatchObject({ code: 'usage' });
    configure({ token_env: 'JIRA_TOKEN_OF_OTHERS' });
    await expect(command('finding', 'sync')).rejects.toMatchObject({
      code: 'secret-missing',
      exit: 2,
      message: expect.stringContaining('JIRA_TOKEN_OF_OTHERS'),
    });
    expect((await command('doctor')).out).toMatch(/jira +broken +the environment variable JIRA_TOKEN_OF_OTHERS is not set/);
    file('evenkeel.yaml', 'targets:\n  lab: {}\nstore: ./evenkeel.db\n');
    await expect(command('finding', 'sync')).rejects.toMatchObject({ code: 'usage', place: config });
    configure();
    expect(server.requests).toEqual([]);
  });

  it('tells what it would do, then does it, then has nothing to do', async () => {
    expect(await command('finding', 'sync', '--dry-run')).toEqual({
      out: 'finding-1: would make a ticket in EVK: High, "DNS is out now and then"\nJIRA: 1 would be done, 0 to look into, 0 given up, 0 waiting\n',
      err: '',
      exit: 0,
    });
    expect((await command('finding', 'sync')).out).toBe('finding-1: made EVK-1\nJIRA: 1 done, 0 to look into, 0 given up, 0 waiting\n');
    expect(await command('finding', 'sync')).toMatchObject({ out: 'JIRA: 0 done, 0 to look into, 0 given up, 0 waiting\n', exit: 0 });
    expect((await command('finding', 'show', '1')).out).toContain(`${server.url}/browse/EVK-1`);
    expect(await query('select remote_key from findings')).toEqual([{ remote_key: 'EVK-1' }]);
    expect((await command('doctor')).out).toMatch(/jira +found +\S+: 0 messages wait, 0 were given up/);
  });

  it('ends with 1 while both sides changed, and with 0 once a person decided', async () => {
    await command('finding', 'set', '1', '--status', 'closed', '--reason', 'not ours');
    setStatus(site, 'EVK-1', 'In Progress', 'Mia');
    const { out, exit } = await command('finding', 'sync', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      data: { problems: [{ finding: 1, text: expect.stringContaining('both sides changed') }] },
      meta: { dryRun: false },
    });
    expect((await command('finding', 'sync', 'finding-1', '--keep', 'theirs')).out).toContain('finding-1 went from Closed to In progress');
    expect(await command('finding', 'sync')).toMatchObject({ exit: 0 });
  });

  it('shows what was given up, and tries it again when asked', async () => {
    await command('finding', 'add', 'Backups are old', '--impact', 'low');
    server.faults.push({
      on: 'POST /issue',
      answer: { status: 400, body: { errorMessages: [], errors: { customfield_10010: 'Team is required.' } } },
    });
    expect(await command('finding', 'sync')).toMatchObject({
      out: 'finding-2: given up: a ticket: 400: customfield_10010: Team is required.\nJIRA: 0 done, 0 to look into, 1 given up, 0 waiting\n',
      exit: 1,
    });
    expect((await command('doctor')).out).toContain('1 were given up');
    expect((await command('finding', 'sync', '--retry')).out).toContain('finding-2: made EVK-2\n');
  });

  it('waits for what is to be sent a little later, as long as --wait allows', async () => {
    await command('finding', 'add', 'Slow', '--impact', 'low');
    server.faults.push({ on: 'POST /issue', answer: { status: 503, headers: { 'retry-after': '1' }, body: {} } });
    expect(await command('finding', 'sync', '--wait', '0s')).toMatchObject({
      out: expect.stringMatching(/finding-3: not before \S+Z: a ticket: 503: Service Unavailable/),
      exit: 0,
    });
    expect((await command('finding', 'sync', '--wait', '5s')).out).toContain('finding-3: made EVK-3\n');
  });

  it('ends with 3 where JIRA is away, and keeps the token to itself', async () => {
    site.authorization = 'Basic of somebody else';
    const refused = await command('finding', 'sync').catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ code: 'tracker-failed', exit: 3 });
    await server.close();
    const away = await command('finding', 'sync', '--wait', '0s').catch((error: unknown) => error as Error);
    expect(away).toMatchObject({ code: 'tracker-failed', message: expect.stringContaining('ECONNREFUSED') });
    server = await startJiraServer(site);
  });
});
