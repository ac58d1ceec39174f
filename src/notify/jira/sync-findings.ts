import type { MessageRow } from '../../store/rows.ts';
import { checkAccess, refuse } from './check-access.ts';
import { deliverDue } from './deliver-due.ts';
import { patienceOf } from './patience.ts';
import { planFindings } from './plan-findings.ts';
import { JIRA_CHANNEL, type SyncLine, type SyncOptions, type SyncOutcome } from './sync-options.ts';

/**
 * Brings the register and JIRA together, once: sends what is due, makes tickets, tells the history, mirrors statuses both ways. What both sides changed is
 * told and left alone. Rejects with HarnessError `tracker-failed` where nothing can be asked of JIRA; what is to be sent stays in the outbox.
 */
export async function syncFindings(options: SyncOptions): Promise<SyncOutcome> {
  const { reader, journal, clock, settings, dryRun, only, retry } = options;
  const patience = patienceOf(options);
  const done: SyncLine[] = [];
  const problems = new Map<number, readonly SyncLine[]>();
  const outcome = async (pausedUntil = 0): Promise<SyncOutcome> => {
    const messages = await reader.messages({ channel: JIRA_CHANNEL });
    const due = messages.filter(({ state }) => state === 'due');
    // A message goes after those of its finding that stand before it.
    const goesAt = (message: MessageRow): number =>
      Math.max(
        pausedUntil,
        ...due.filter(({ finding, id }) => finding === message.finding && id <= message.id).map(({ nextAt }) => nextAt),
      );
    return {
      done,
      problems: [...problems.values()].flat(),
      dead: messages.filter(({ state }) => state === 'dead').map((message) => lineOf(message)),
      waiting: due.map((message) => ({ ...lineOf(message), at: goesAt(message) })),
    };
  };
  /** Looks at the findings with these ids, at all without, as they are now; gives those to look at again, null where JIRA is to be left alone. */
  const plan = async (ids?: readonly number[]): Promise<readonly number[] | null> => {
    const findings = (await reader.findings({})).filter(({ id }) => (only?.includes(id) ?? true) && (ids?.includes(id) ?? true));
    const planned = await planFindings(findings, options, patience);
    done.push(...planned.done);
    for (const [finding, lines] of planned.problems) problems.set(finding, lines);
    return planned.isOver ? null : planned.again;
  };

  const pausedUntil = (await reader.pausedUntil(JIRA_CHANNEL)) ?? 0;
  if (pausedUntil > clock.now() && !(await patience.waitUntil(pausedUntil))) return outcome(pausedUntil);
  const trouble = await checkAccess(options, patience.deadline);
  if (trouble !== null) {
    if (trouble.waitMs === null) refuse(trouble, settings.url);
    await patience.heed(trouble);
    return outcome(clock.now() + trouble.waitMs * 1_000);
  }
  if (dryRun) {
    await plan();
    return outcome();
  }
  await journal.freeClaims(clock.now());
  if (retry) await journal.reviveMessages({ channel: JIRA_CHANNEL, at: clock.now(), ...(only === undefined ? {} : { findings: only }) });
  // undefined: all of them, which have not been looked at yet.
  let again: readonly number[] | null | undefined;
  do {
    const delivered = await deliverDue(options, patience);
    done.push(...delivered.done);
    if (delivered.isOver) break;
    const ids = again === undefined ? undefined : [...(again ?? []), ...delivered.made];
    again = ids?.length === 0 ? ((await patience.waitUntil(delivered.nextAt)) ? [] : null) : await plan(ids);
  } while (again !== null);
  return outcome();
}

function lineOf({ finding, event, lastError }: MessageRow): SyncLine {
  const what = event.startsWith('comment:') ? 'a comment' : event.startsWith('move:') ? 'a change of status' : 'a ticket';
  return { finding, text: lastError === null ? what : `${what}: ${lastError}` };
}
