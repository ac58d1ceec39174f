import type { MessageRow, TicketRow } from '../../store/rows.ts';
import { othersLine } from '../others-text.ts';
import type { DeliveryTools, Tried } from './delivery.ts';
import { commentMark, ticketMark, type MessageContent } from './message-content.ts';
import { sameStatus, standsFor } from './status-map.ts';

/** One try; writes nothing but what both sides agree on. */
export async function sendMessage(
  message: MessageRow,
  content: MessageContent,
  ticket: TicketRow | undefined,
  tools: DeliveryTools,
): Promise<Tried> {
  const { tickets, settings, journal } = tools;
  if (content.do === 'create') {
    const made = await tickets.create({
      summary: content.summary,
      blocks: content.blocks,
      labels: ['evenkeel', ticketMark(journal.storeUid, message.finding)],
      priority: settings.impacts[content.impact] ?? null,
    });
    return made.ok ? { done: `made ${made.value.key}`, ticket: made.value } : made;
  }
  if (ticket === undefined) return { dead: `finding-${message.finding} has no ticket` };
  if (content.do === 'move') return move(content, ticket, tools);
  const marker = { kind: 'marker' as const, text: commentMark(journal.storeUid, message.id) };
  const made = await tickets.comment(ticket.remoteId, [...content.blocks, marker]);
  return made.ok ? { done: `commented on ${ticket.key}` } : made;
}

/** Their status is read right before: what somebody changed meanwhile is not overwritten. */
async function move(
  { from, ours }: Extract<MessageContent, { do: 'move' }>,
  ticket: TicketRow,
  { tickets, settings, journal, clock }: DeliveryTools,
): Promise<Tried> {
  const { remoteId, key, finding, channel } = ticket;
  const wanted = settings.statuses[ours];
  const now = await tickets.read(remoteId);
  if (!now.ok) return now;
  const { status } = now.value;
  const before = { ours: ticket.ours, theirs: ticket.theirs };
  const agree = (theirs: string): Promise<boolean> => journal.agreeOnStatus({ finding, channel, before, ours, theirs, at: clock.now() });
  if (standsFor(status, ours, settings.statuses)) {
    await agree(status);
    return { done: `${key} was "${othersLine(status, 100)}" already` };
  }
  if (!sameStatus(status, from)) return { void: `${key} went to "${othersLine(status, 100)}" meanwhile` };
  const moved = await tickets.moveTo(remoteId, wanted);
  if (!moved.ok) return moved;
  if ('leadsTo' in moved.value) {
    const names = moved.value.leadsTo.map((name) => `"${othersLine(name, 100)}"`).join(', ') || 'nowhere';
    return {
      dead: `the workflow does not lead ${key} from "${othersLine(status, 100)}" to "${wanted.join('" or "')}": it leads to ${names}`,
    };
  }
  await agree(moved.value.moved);
  return { done: `moved ${key} from "${othersLine(status, 100)}" to "${othersLine(moved.value.moved, 100)}"` };
}
