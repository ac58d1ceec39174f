import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJiraServer, type JiraServer } from '../fakes/jira-server.ts';
import { jiraSite, type JiraSite } from '../fakes/jira-site.ts';
import { makeHome, processesOf, type Home } from './evenkeel.ts';
import { CANARIES, leaks, leaksUnder } from './leaks.ts';
import type { Ended, StartOptions } from './start-evenkeel.ts';

let home: Home;
let site: JiraSite;
let server: JiraServer;

beforeEach(async () => {
  site = jiraSite({ authorization: `Basic ${Buffer.from(`bot@example.org:${CANARIES.token}`).toString('base64')}` });
  server = await startJiraServer(site);
  home = makeHome(`targets: { web: {} }
exporter: { port: 0 }
jira:
  url: ${server.url}
  api: 3
  project: EVK
  user: bot@example.org
  token_env: TRACKER
  statuses: { open: To Do, in_progress: In Progress, pending_review: In Review, resolved: Done, closed: Done }
  every: 10s
  timeout: 10s
  settle: 1s
`);
});
afterEach(async () => {
  for (const { pid } of processesOf(home.folder)) process.kill(pid, 'SIGKILL');
  home.remove();
  await server.close();
});

// The name says nothing of a secret: only who asks for it makes it one.
const options: StartOptions = { env: { PATH: process.env['PATH'] ?? '', USER: 'ada', TRACKER: CANARIES.token } };
const command = (...words: string[]): Promise<Ended> => home.evenkeel(['--log-level', 'debug', ...words], options);

describe('JIRA, beside a process that is killed between sending and writing down', () => {
  it('gets one ticket and one comment, and the token is nowhere', async () => {
    await command('finding', 'add', 'DNS is out', '--impact', 'high', '--description', `curl -u bot:${CANARIES.token}`);
    for (const on of ['POST /issue', 'POST /issue/10001/comment']) {
      server.faults.push({ on, silent: true });
      const before = server.happened.length;
      const killed = home.start(['finding', 'sync'], options);
      while (server.happened.length === before) await pause(2);
      const argv = processesOf(home.folder).map((one) => one.argv);
      killed.child.kill('SIGKILL');
      await killed.ended;
      expect(leaks('the arguments', argv.join('\n'))).toEqual([]);
      const [left] = await home.read((reader) => reader.messages({ channel: 'jira', state: 'due' }));
      expect(left).toMatchObject({ attempts: 1, maybeSent: true, lastError: null });
      const end = await command('finding', 'sync', '--wait', '20s');
      expect(end, end.stderr).toMatchObject({ exit: 0 });
      expect(end.stdout).toMatch(/found EVK-1, which an unanswered request had made|EVK-1 had the comment of an unanswered request/);
      expect(await home.read((reader) => reader.messages({ channel: 'jira', state: 'due' }))).toEqual([]);
      expect(leaks('the output', end.stdout + end.stderr)).toEqual([]);
      await command('finding', 'set', '1', '--status', 'in progress', '--reason', `see ${CANARIES.token}`);
    }
    expect(site.issues).toHaveLength(1);
    expect(site.issues[0]?.comments).toHaveLength(1);
    expect(leaks('what JIRA got', JSON.stringify(server.requests.map(({ body, path }) => body + path)))).toEqual([]);
  }, 60_000);
});

describe('evenkeel up with JIRA', () => {
  it('keeps both sides together, and the token to itself, whatever JIRA says', async () => {
    await command('finding', 'add', 'DNS is out', '--impact', 'high');
    const answer = { status: 400, body: { errorMessages: [`no, ${CANARIES.token}: ${site.authorization}`], errors: {} } };
    server.faults.push({ on: 'POST /issue', answer });
    const up = home.start(['--log-level', 'debug', 'up', '--no-schedule', '--no-probes'], options);
    await up.said('JIRA: finding-1: given up: a ticket: 400: no, [redacted]');
    up.child.kill('SIGTERM');
    const end = await up.ended;
    expect(end, end.stderr).toMatchObject({ exit: 0 });
    expect(leaks('the output', end.stdout + end.stderr)).toEqual([]);
    expect(leaksUnder(home.folder)).toEqual([]);
  }, 60_000);
});
