import { HarnessError } from '../../core/errors.ts';
import type { JiraTrouble } from './jira-answer.ts';
import { patiently } from './patiently.ts';
import type { SyncOptions } from './sync-options.ts';

/**
 * Asks who we are and for the project before anything is sent: JIRA answers who it does not know as it answers anybody, and a login that fails again and
 * again is locked. Rejects with HarnessError `tracker-failed`; gives the trouble that only time can mend.
 */
export async function checkAccess(options: SyncOptions, deadline: number): Promise<JiraTrouble | null> {
  const { tickets, settings } = options;
  const me = await patiently(() => tickets.whoAmI(), options, deadline);
  if (!me.ok) return me.again === 'later' ? me : refuse(me, settings.url);
  const types = await patiently(() => tickets.issueTypes(), options, deadline);
  if (!types.ok) {
    if (types.again === 'later') return types;
    if (types.status === 404) {
      throw new HarnessError(
        'tracker-failed',
        `JIRA at ${settings.url} has no project "${settings.project}" that ${me.value} can see (${types.message})`,
        {
          hint: 'Mend jira.project in the config (the key, in capitals), or let that user browse it.',
        },
      );
    }
    return refuse(types, settings.url);
  }
  const { issueType, project } = settings;
  if (types.value.length > 0 && !types.value.includes(issueType)) {
    throw new HarnessError(
      'tracker-failed',
      `The project ${project} has no kind of issue "${issueType}": it has ${types.value.join(', ')}`,
      {
        hint: 'Mend jira.issue_type in the config.',
      },
    );
  }
  return null;
}

/** What no request will get past before somebody acts, or before JIRA is back. */
export function refuse({ message, status, again }: JiraTrouble, url: string): never {
  if (again === 'later') {
    throw new HarnessError('tracker-failed', `JIRA at ${url} cannot be asked: ${message}`, {
      hint: 'What is to be sent waits in the outbox; the next `evenkeel finding sync` goes on.',
    });
  }
  throw new HarnessError('tracker-failed', `JIRA at ${url} does not let us in: ${message}`, {
    hint:
      status === 401 || status === 403
        ? 'Mend jira.user and the token that jira.token_env names; after several failures, log in once in a browser.'
        : 'Mend jira.url and jira.api in the config: the address of the site with its context path; 3 for the cloud, 2 for a server or data centre.',
  });
}
