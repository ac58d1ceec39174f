import type { JiraConfig } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { jiraRequest } from '../../notify/jira/jira-request.ts';
import { syncFindings } from '../../notify/jira/sync-findings.ts';
import type { SyncOptions, SyncOutcome } from '../../notify/jira/sync-options.ts';
import { jiraTickets } from '../../notify/jira/tickets.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { Context } from '../context.ts';
import { judgedBasis } from './finding-basis.ts';
import type { Secrets } from './secrets.ts';
import { entropy } from './stores.ts';

export type SyncWishes = Pick<SyncOptions, 'keep' | 'dryRun' | 'retry' | 'waitMs' | 'only'>;

/** One look at both sides. */
export type SyncWithJira = (writer: StoreWriter, reader: StoreReader, wishes: SyncWishes) => Promise<SyncOutcome>;

/** JIRA as the config has it; takes the token from the environment at once. HarnessError `secret-missing`. */
export function openJira({ clock, redact, secrets, signal }: Context, jira: JiraConfig): SyncWithJira {
  const authorization = authorizationOf(jira, secrets);
  const request = jiraRequest({ ...jira, authorization, clock, redact, signal, fetch: globalThis.fetch });
  const tickets = jiraTickets(request, jira);
  const random = seededRandom(entropy());
  return (journal, reader, wishes) =>
    syncFindings({
      reader,
      journal,
      tickets,
      settings: jira,
      clock,
      random,
      redact,
      signal,
      ...wishes,
      basisOf: (finding) =>
        judgedBasis(finding, [], reader).catch((error: unknown) => {
          if (error instanceof HarnessError && error.code === 'usage') return null;
          throw error;
        }),
    });
}

/** With a user `Basic`, as the cloud wants it; without one the token is a personal access token. Both forms are secrets. */
function authorizationOf({ user, tokenEnv }: JiraConfig, secrets: Secrets): string {
  const token = secrets.value(tokenEnv);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new HarnessError(
      'secret-missing',
      `The environment variable ${tokenEnv} holds no token: it has spaces, line ends or letters beyond ASCII`,
      {
        hint: `Set ${tokenEnv} to the token and nothing else.`,
      },
    );
  }
  if (user === null) return `Bearer ${token}`;
  const pair = Buffer.from(`${user}:${token}`).toString('base64');
  secrets.add('jira authorization', pair);
  return `Basic ${pair}`;
}
