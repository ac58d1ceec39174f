import type { FindingStatus } from '../../core/finding.ts';
import type { FindingRow, MessageRow, TicketRow } from '../../store/rows.ts';
import type { JiraSettings } from './jira-settings.ts';
import { ourStatus, sameStatus, standsFor } from './status-map.ts';
import type { TicketState } from './tickets.ts';

/** One thing to do for one finding. */
export type SyncStep =
  | { readonly do: 'create' }
  /** `at`: instant of the row of the history that it tells, µs. */
  | { readonly do: 'comment'; readonly at: number; readonly entry: FindingRow['history'][number]; readonly before: FindingStatus | null }
  /** Moves the ticket: `from`, as it was seen, to what `ours` is called there. */
  | { readonly do: 'move'; readonly at: number; readonly from: string; readonly ours: FindingStatus }
  /** Takes their status over. `says`: what theirs stands for, where ours becomes less than that. */
  | { readonly do: 'take'; readonly theirs: string; readonly ours: FindingStatus; readonly says: FindingStatus }
  /** Both sides say the same: noted, nothing is sent. */
  | { readonly do: 'agree'; readonly theirs: string; readonly ours: FindingStatus }
  /** Both changed since they last agreed: a person decides. */
  | {
      readonly do: 'conflict';
      readonly ours: FindingStatus;
      readonly theirs: string;
      readonly agreed: { readonly ours: string; readonly theirs: string };
    }
  | { readonly do: 'unmapped'; readonly theirs: string };

export interface FindingState {
  readonly finding: FindingRow;
  readonly ticket: TicketRow | undefined;
  /** What JIRA says of the ticket now; undefined where there is none, or it could not be read. */
  readonly remote: TicketState | undefined;
  /** All messages about it so far. */
  readonly messages: readonly MessageRow[];
  readonly statuses: JiraSettings['statuses'];
  /** Whose status wins where both changed. */
  readonly keep: 'ours' | 'theirs' | null;
  /** Whether something shows that it is resolved. */
  readonly isShown: boolean;
}

/** What one finding and its ticket need so that they say the same; pure. */
export function planFinding(state: FindingState): readonly SyncStep[] {
  const { finding, ticket, remote, messages } = state;
  const has = (event: string): boolean => messages.some((message) => message.event === event && message.state !== 'void');
  if (ticket === undefined) {
    // What was over before there was a ticket needs none.
    return has('create') || finding.status === 'Resolved' || finding.status === 'Closed' ? [] : [{ do: 'create' }];
  }
  const seen = new Set(messages.map(({ event }) => event));
  const comments = finding.history.flatMap((entry, index): SyncStep[] =>
    entry.at <= ticket.since || seen.has(`comment:${entry.at}`)
      ? []
      : [{ do: 'comment', at: entry.at, entry, before: finding.history[index - 1]?.status ?? null }],
  );
  const status = remote === undefined ? undefined : planStatus(state, ticket, remote);
  if (status === undefined || (status.do === 'move' && has(`move:${status.at}`))) return comments;
  return [...comments, status];
}

function planStatus({ finding, statuses, keep, isShown }: FindingState, ticket: TicketRow, remote: TicketState): SyncStep | undefined {
  const ours = finding.status;
  const theirs = remote.status;
  // A new ticket stands for an open finding, whatever their workflow calls its first status.
  const agreed = { ours: ticket.ours ?? 'Open', theirs: ticket.theirs ?? remote.firstStatus };
  const [oursMoved, theirsMoved] = [ours !== agreed.ours, !sameStatus(theirs, agreed.theirs)];
  const isNew = ticket.ours === null;
  if (!oursMoved && !theirsMoved) return isNew ? { do: 'agree', ours, theirs } : undefined;
  if (standsFor(theirs, ours, statuses)) return { do: 'agree', ours, theirs };
  if (oursMoved && theirsMoved && keep === null) return { do: 'conflict', ours, theirs, agreed };
  if (oursMoved && (!theirsMoved || keep === 'ours')) return { do: 'move', at: movedAt(finding), from: theirs, ours };
  const says = ourStatus(theirs, ours, statuses);
  if (says === undefined) return { do: 'unmapped', theirs };
  return { do: 'take', theirs, says, ours: says === 'Resolved' && !isShown ? 'Pending review' : says };
}

/** When it got the status it has. */
function movedAt({ history, status, openedAt }: FindingRow): number {
  const before = history.findLastIndex((entry) => entry.status !== status);
  return history[before + 1]?.at ?? openedAt;
}
