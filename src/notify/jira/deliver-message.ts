import type { MessageRow, TicketRow } from '../../store/rows.ts';
import { backoffMs } from '../backoff.ts';
import type { Delivery, DeliveryTools, Tried } from './delivery.ts';
import type { JiraTrouble } from './jira-answer.ts';
import { lookForMessage, type Look } from './look-for-message.ts';
import type { MessageContent } from './message-content.ts';
import { sendMessage } from './send-message.ts';

/** A message takes three requests at most; a claim holds for twice that, and some air. */
const CLAIM_TIMEOUTS = 6;
const CLAIM_AIR_MS = 1_000;

/**
 * Sends one message that is due. It is claimed in the store before, as one whose effect is unknown: whoever comes after a crash looks in JIRA for it before
 * sending it again. Every end is written down before this resolves.
 */
export async function deliverMessage(message: MessageRow, ticket: TicketRow | undefined, tools: DeliveryTools): Promise<Delivery> {
  const { journal, settings, clock } = tools;
  const content = JSON.parse(message.body) as MessageContent;
  if (message.maybeSent) {
    const look = await lookForMessage(message, content, ticket, tools);
    if (look.is !== 'absent') return settleLook(message, content, look, tools);
  }
  const now = clock.now();
  const claimed = await journal.claimMessage(message.id, now, now + (settings.timeoutMs * CLAIM_TIMEOUTS + CLAIM_AIR_MS) * 1_000);
  if (!claimed) return { became: 'taken' };
  return settleTry(message, content, await sendMessage(message, content, ticket, tools), tools);
}

async function settleLook(
  message: MessageRow,
  content: MessageContent,
  look: Exclude<Look, { is: 'absent' }>,
  tools: DeliveryTools,
): Promise<Delivery> {
  if (look.is === 'there')
    return settleTry(message, content, { done: look.detail, ...(look.ticket === undefined ? {} : { ticket: look.ticket }) }, tools);
  if (look.is === 'trouble' && look.trouble.again === 'never') return settleTry(message, content, look.trouble, tools);
  const [trouble, detail] = look.is === 'trouble' ? [look.trouble, look.trouble.message] : [null, look.detail];
  const at = tools.clock.now();
  // Each look after twice the time of the one before.
  const elapsedUs = at - (message.triedAt ?? at);
  const wait = at + Math.max(backoffMs(message.attempts, tools.random, trouble?.waitMs ?? null) * 1_000, elapsedUs);
  const nextAt = look.is === 'early' ? Math.min(look.settledAt, wait) : wait;
  await tools.journal.settleMessage(message.id, { state: 'due', maybeSent: true, error: detail, nextAt });
  return { became: 'due', detail, nextAt, trouble };
}

async function settleTry(message: MessageRow, content: MessageContent, tried: Tried, tools: DeliveryTools): Promise<Delivery> {
  const { journal, settings, clock, random } = tools;
  const at = clock.now();
  if ('done' in tried) {
    if (content.do === 'create' && tried.ticket !== undefined) {
      const { finding, channel } = message;
      const { id: remoteId, key } = tried.ticket;
      const url = `${settings.url}/browse/${encodeURIComponent(key)}`;
      await journal.linkTicket({ message: message.id, finding, channel, remoteId, key, url, since: content.since, at });
    } else await journal.settleMessage(message.id, { state: 'sent', maybeSent: true, error: null, nextAt: at });
    return { became: 'sent', detail: tried.done };
  }
  if ('void' in tried) {
    await journal.settleMessage(message.id, { state: 'void', maybeSent: false, error: tried.void, nextAt: at });
    return { became: 'void', detail: tried.void };
  }
  const trouble = 'dead' in tried ? null : tried;
  const detail = 'dead' in tried ? tried.dead : tried.message;
  const maybeSent = message.maybeSent || trouble?.effect === 'unknown';
  if (trouble === null || isOver(trouble, message.attempts + 1, settings.attempts)) {
    await journal.settleMessage(message.id, { state: 'dead', maybeSent, error: detail, nextAt: at });
    return { became: 'dead', detail };
  }
  const nextAt = at + backoffMs(message.attempts + 1, random, trouble.waitMs) * 1_000;
  await journal.settleMessage(message.id, { state: 'due', maybeSent, error: detail, nextAt, isFree: isOfAll(trouble) });
  return { became: 'due', detail, nextAt, trouble };
}

/** That nobody may send just now, or that the login fails, is no fault of the message. */
function isOfAll({ again, waitMs, status }: JiraTrouble): boolean {
  return again === 'stop' || status === 429 || waitMs !== null;
}

function isOver(trouble: JiraTrouble, attempt: number, most: number): boolean {
  return trouble.again === 'never' || (!isOfAll(trouble) && attempt >= most);
}
