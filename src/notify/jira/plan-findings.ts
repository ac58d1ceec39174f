import type { FindingRow } from '../../store/rows.ts';
import { carryOut } from './carry-out.ts';
import type { Patience } from './patience.ts';
import { patiently } from './patiently.ts';
import { planFinding } from './plan-finding.ts';
import { sameStatus } from './status-map.ts';
import { JIRA_CHANNEL, type SyncLine, type SyncOptions } from './sync-options.ts';

export interface Planned {
  readonly done: readonly SyncLine[];
  /** Of each finding that was looked at; none where there is nothing to look into. */
  readonly problems: ReadonlyMap<number, readonly SyncLine[]>;
  /** Findings that another look has more to do for. */
  readonly again: readonly number[];
  /** JIRA is to be left alone. */
  readonly isOver: boolean;
}

/** Holds each finding against its ticket, and carries out what follows. */
export async function planFindings(findings: readonly FindingRow[], options: SyncOptions, patience: Patience): Promise<Planned> {
  const { reader, tickets, settings, signal, keep } = options;
  const done: SyncLine[] = [];
  const again: number[] = [];
  const problems = new Map<number, readonly SyncLine[]>();
  const messages = await reader.messages({ channel: JIRA_CHANNEL });
  for (const finding of findings) {
    if (signal.aborted) return { done, problems, again, isOver: true };
    const [ticket] = await reader.tickets({ channel: JIRA_CHANNEL, finding: finding.id });
    const read = ticket === undefined ? undefined : await patiently(() => tickets.read(ticket.remoteId), options, patience.deadline);
    if (read?.ok === false && !(await patience.heed(read))) return { done, problems, again, isOver: true };
    const remote = read?.ok === true ? read.value : undefined;
    const isNews = remote !== undefined && !sameStatus(remote.status, ticket?.theirs ?? '');
    const basis = isNews ? await options.basisOf(finding) : null;
    const state = {
      finding,
      ticket,
      remote,
      messages: messages.filter((message) => message.finding === finding.id),
      statuses: settings.statuses,
      keep,
    };
    const found = read?.ok === false ? [{ finding: finding.id, text: `${ticket?.key ?? ''} cannot be read: ${read.message}` }] : [];
    for (const step of planFinding({ ...state, isShown: basis !== null })) {
      const carried = await carryOut(step, { finding, ticket, remote, basis }, options);
      if (carried.done !== undefined) done.push({ finding: finding.id, text: carried.done });
      if (carried.isToTell === true) again.push(finding.id);
      if (carried.problem !== undefined) found.push({ finding: finding.id, text: carried.problem });
    }
    problems.set(finding.id, found);
  }
  return { done, problems, again, isOver: false };
}
