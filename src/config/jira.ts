import { z } from 'zod';
import { FINDING_STATUSES, IMPACTS, type FindingStatus, type Impact } from '../core/finding.ts';
import type { Issue } from './effective.ts';
import { duration } from './fields.ts';
import type { JiraConfig } from './types.ts';

const theirName = z.string().trim().min(1);
const theirNames = z
  .union([theirName, z.array(theirName).min(1)], { error: 'expected a name, or a list of names' })
  .transform((names): readonly string[] => (typeof names === 'string' ? [names] : names));

/** The `jira` section. */
export const jiraSection = z
  .strictObject({
    url: z.string().describe('address of the site, with its context path: https://example.atlassian.net'),
    api: z
      .union([z.literal(3), z.literal(2)], { error: 'expected 3 (the cloud) or 2 (a server or data centre)' })
      .describe('version of the REST API: 3 for the cloud, 2 for a server or data centre'),
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]+$/, 'expected the key of a project: capital letters, digits and "_", as in OPS')
      .describe('key of the project, as in OPS'),
    issue_type: theirName.default('Task').describe('kind of issue that a finding becomes'),
    user: theirName.optional().describe('whose token it is, an e-mail address in the cloud; absent: a personal access token of a server'),
    token_env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable, not the token')
      .describe('environment variable that holds the token'),
    impacts: z
      .strictObject({
        low: theirName.optional().describe('priority of a Low one; none is sent where absent, and so on'),
        medium: theirName.optional().describe('of a Medium one'),
        high: theirName.optional().describe('of a High one'),
        critical: theirName.optional().describe('of a Critical one'),
      })
      .default({}),
    statuses: z.strictObject({
      open: theirNames.describe('what Open is called there; of several, ours goes to the first, and each of them comes back as Open'),
      in_progress: theirNames.describe('In progress'),
      pending_review: theirNames.describe('Pending review'),
      resolved: theirNames.describe('Resolved'),
      closed: theirNames.describe('Closed'),
    }),
    resolution: theirName.optional().describe('sent with a transition that has the field: Done'),
    every: duration.prefault('5m').describe('how often `evenkeel up` looks'),
    timeout: duration.prefault('15s').describe('a request that takes longer was not answered'),
    settle: duration.prefault('2m').describe('what an unanswered request may have made is looked for this long before it is sent again'),
    attempts: z.int().min(1).max(100).default(8).describe('tries of one message before it is given up'),
  })
  .describe('findings as tickets: docs/jira.md');

/** Checks what the schema cannot; problems go into `issues`. */
export function effectiveJira(raw: z.output<typeof jiraSection>, issues: Issue[]): JiraConfig {
  const path = (key: string): readonly PropertyKey[] => ['jira', key];
  const problem = addressProblem(raw.url);
  if (problem !== null) issues.push({ path: path('url'), message: problem });
  if (raw.api === 3 && raw.user === undefined)
    issues.push({ path: ['jira'], message: 'user is missing: the cloud (api: 3) wants the e-mail address whose token it is' });
  const within = (key: string, ms: number, from: number, to: number, words: string): void => {
    if (ms < from || ms > to) issues.push({ path: path(key), message: `expected ${words}` });
  };
  within('every', raw.every, 10_000, 86_400_000, 'from 10s to 1d');
  within('timeout', raw.timeout, 100, 120_000, 'from 100ms to 2m');
  within('settle', raw.settle, 0, 3_600_000, 'at most 1h');
  return {
    url: raw.url.replace(/\/+$/, ''),
    api: raw.api,
    project: raw.project,
    issueType: raw.issue_type,
    user: raw.user ?? null,
    tokenEnv: raw.token_env,
    impacts: Object.fromEntries(
      IMPACTS.flatMap((impact) => {
        const name = raw.impacts[configKey(impact)];
        return name === undefined ? [] : [[impact, name]];
      }),
    ),
    statuses: Object.fromEntries(FINDING_STATUSES.map((status) => [status, raw.statuses[configKey(status)]])) as JiraConfig['statuses'],
    resolution: raw.resolution ?? null,
    everyMs: raw.every,
    timeoutMs: raw.timeout,
    settleMs: raw.settle,
    attempts: raw.attempts,
  };
}

/** `In progress` → `in_progress`. */
export function configKey<Word extends FindingStatus | Impact>(word: Word): ConfigKey<Word> {
  return word.toLowerCase().replaceAll(' ', '_') as ConfigKey<Word>;
}

type ConfigKey<Word extends string> = Word extends `${infer Head} ${infer Tail}`
  ? `${Lowercase<Head>}_${Lowercase<Tail>}`
  : Lowercase<Word>;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** A token goes there: over TLS, or not out of this machine. What is wrong is told without the address, which may hold a password. */
function addressProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'expected an address as in https://example.atlassian.net';
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '') return 'the address holds a user or password: name them by user and token_env';
  if (search !== '' || hash !== '') return 'the address holds a query or fragment';
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return null;
  return protocol === 'http:' ? 'plain http would send the token for everybody to read: use https' : 'expected https';
}
