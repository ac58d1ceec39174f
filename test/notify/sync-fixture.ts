import { randomUUID } from 'node:crypto';
import { redactor } from '../../src/core/redact.ts';
import { seededRandom } from '../../src/core/random.ts';
import { jiraRequest } from '../../src/notify/jira/jira-request.ts';
import type { JiraSettings } from '../../src/notify/jira/jira-settings.ts';
import { syncFindings } from '../../src/notify/jira/sync-findings.ts';
import type { SyncOptions, SyncOutcome } from '../../src/notify/jira/sync-options.ts';
import { jiraTickets } from '../../src/notify/jira/tickets.ts';
import type { FindingEntry, StoreReader } from '../../src/store/api.ts';
import type { OpenedWriter } from '../../src/store/open-writer.ts';
import { handClock, type HandClock } from '../fakes/hand-clock.ts';
import { startJiraServer, type JiraServer } from '../fakes/jira-server.ts';
import { jiraSite, type JiraSite } from '../fakes/jira-site.ts';
import { afterTest, tempPlace, testReader, testWriter } from '../store/store-fixture.ts';

export interface SyncFixture {
  readonly server: JiraServer;
  readonly site: JiraSite;
  readonly writer: OpenedWriter;
  readonly reader: StoreReader;
  readonly clock: HandClock;
  readonly token: string;
  sync(change?: Partial<SyncOptions>): Promise<SyncOutcome>;
  /** Enters one finding; gives its id. */
  enter(change?: Partial<FindingEntry>): Promise<number>;
  /** Changes its status as a person does. */
  set(id: number, status: FindingEntry['status'], reason?: string): Promise<void>;
  status(id: number): Promise<string | undefined>;
}

/** A store, a JIRA beside it, and a clock that a test moves. */
export async function syncFixture(
  api: 2 | 3 = 3,
  change: Partial<JiraSite> = {},
  settle: Partial<JiraSettings> = {},
): Promise<SyncFixture> {
  const clock = handClock();
  const token = randomUUID();
  const authorization = api === 3 ? `Basic ${Buffer.from(`bot@example.org:${token}`).toString('base64')}` : `Bearer ${token}`;
  const site = jiraSite({ api, authorization, now: () => clock.now() / 1_000, ...change });
  const server = await startJiraServer(site, api === 2 ? '/jira' : '');
  afterTest(() => server.close());
  const place = tempPlace();
  const writer = await testWriter(place);
  const reader = await testReader(place);
  const settings: JiraSettings = {
    url: server.url,
    api,
    project: 'EVK',
    issueType: 'Task',
    impacts: { Critical: 'Highest', High: 'High' },
    statuses: { Open: ['To Do'], 'In progress': ['In Progress'], 'Pending review': ['In Review'], Resolved: ['Done'], Closed: ['Done'] },
    resolution: null,
    timeoutMs: 10_000,
    settleMs: 120_000,
    attempts: 4,
    ...settle,
  };
  const signal = new AbortController().signal;
  const redact = redactor([token]);
  const request = jiraRequest({ ...settings, authorization, clock, redact, signal, fetch });
  const options: SyncOptions = {
    reader,
    journal: writer,
    tickets: jiraTickets(request, settings),
    settings,
    clock,
    random: seededRandom(7),
    redact,
    signal,
    basisOf: () => Promise.resolve(null),
    keep: null,
    dryRun: false,
    retry: false,
    waitMs: 0,
  };
  return {
    server,
    site,
    writer,
    reader,
    clock,
    token,
    sync: (wanted = {}) => syncFindings({ ...options, ...wanted }),
    async enter(wanted = {}) {
      const entry: FindingEntry = {
        title: 'Drive cloning takes minutes',
        impact: 'High',
        description: 'A clone of 64 MiB took 4 min.',
        target: 'zurich',
        reporter: 'Ada',
        intended: 'Faster storage',
        status: 'Open',
        basis: null,
        source: null,
        externalId: null,
        links: [],
        at: clock.now(),
        who: 'Ada',
        reason: 'first seen',
        ...wanted,
      };
      const [made] = await writer.enterFindings([entry]);
      await clock.advance(1_000);
      return made?.id ?? 0;
    },
    async set(id, status, reason = 'as agreed') {
      await writer.changeFinding(id, { status, at: clock.now(), who: 'Ada', reason });
      await clock.advance(1_000);
    },
    status: async (id) => (await reader.finding(id))?.status,
  };
}
