import type { MessageRow, TicketRow } from '../../store/rows.ts';
import type { DeliveryTools } from './delivery.ts';
import type { JiraTrouble } from './jira-answer.ts';
import { commentMark, ticketMark, type MessageContent } from './message-content.ts';
import type { TicketName } from './tickets.ts';

/** What a look in JIRA says of a message that may have been sent. */
export type Look =
  | { readonly is: 'there'; readonly detail: string; readonly ticket?: TicketName }
  /** Not there, and it would be: it is to be sent. */
  | { readonly is: 'absent' }
  /** Not there yet; that counts from `settledAt` (µs) on. */
  | { readonly is: 'early'; readonly settledAt: number; readonly detail: string }
  | { readonly is: 'trouble'; readonly trouble: JiraTrouble };

/**
 * Looks for what an unanswered request may have made. The index of JIRA's search lags behind, and a server goes on with a request whose client has hung up:
 * that nothing is found counts once `settleMs` have passed since the try. A move needs no look: it reads the status anyway.
 */
export async function lookForMessage(
  message: MessageRow,
  content: MessageContent,
  ticket: TicketRow | undefined,
  { tickets, journal, settings, clock }: DeliveryTools,
): Promise<Look> {
  // The instant before the look: what comes while it is under way may be missing in it.
  const lookedAt = clock.now();
  if (content.do === 'create') {
    const label = ticketMark(journal.storeUid, message.finding);
    const found = await tickets.findByLabel(label);
    if (!found.ok) return { is: 'trouble', trouble: found };
    const [oldest, ...others] = found.value;
    if (oldest !== undefined) {
      const twice = others.length === 0 ? '' : `; ${others.map(({ key }) => key).join(', ')} too carries the label ${label}`;
      return { is: 'there', detail: `found ${oldest.key}, which an unanswered request had made${twice}`, ticket: oldest };
    }
  } else if (content.do === 'comment' && ticket !== undefined) {
    const found = await tickets.hasComment(ticket.remoteId, commentMark(journal.storeUid, message.id));
    if (!found.ok) return { is: 'trouble', trouble: found };
    if (found.value) return { is: 'there', detail: `${ticket.key} had the comment of an unanswered request` };
  } else return { is: 'absent' };
  const settledAt = (message.triedAt ?? message.createdAt) + settings.settleMs * 1_000;
  if (lookedAt >= settledAt) return { is: 'absent' };
  return { is: 'early', settledAt, detail: 'a request was not answered: it is looked for before it is sent again' };
}
