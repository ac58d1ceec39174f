import { deliverMessage } from './deliver-message.ts';
import type { Patience } from './patience.ts';
import { JIRA_CHANNEL, type SyncLine, type SyncOptions } from './sync-options.ts';

export interface Delivered {
  readonly done: readonly SyncLine[];
  /** Findings that got a ticket. */
  readonly made: readonly number[];
  /** When the next message can be tried, µs; Infinity where none waits. */
  readonly nextAt: number;
  /** Nothing more can be sent in this pass. */
  readonly isOver: boolean;
}

/** Sends what is due. The messages of a finding go in their order: one that waits holds those behind it, one that was given up does not. */
export async function deliverDue(options: SyncOptions, { heed }: Patience): Promise<Delivered> {
  const { reader, clock, signal, only } = options;
  const done: SyncLine[] = [];
  const made: number[] = [];
  const held = new Map<number, number>();
  let isOver = false;
  for (const message of await reader.messages({ channel: JIRA_CHANNEL, state: 'due' })) {
    const { finding, nextAt, event } = message;
    if (held.has(finding) || only?.includes(finding) === false) continue;
    isOver ||= signal.aborted;
    if (isOver || nextAt > clock.now()) {
      held.set(finding, nextAt);
      continue;
    }
    const [ticket] = await reader.tickets({ channel: JIRA_CHANNEL, finding });
    const delivery = await deliverMessage(message, ticket, options);
    if (delivery.became === 'sent') done.push({ finding, text: delivery.detail });
    if (delivery.became === 'sent' && event === 'create') made.push(finding);
    // Who took it looks after it.
    if (delivery.became === 'taken') held.set(finding, Number.POSITIVE_INFINITY);
    if (delivery.became !== 'due') continue;
    held.set(finding, delivery.nextAt);
    isOver = delivery.trouble !== null && !(await heed(delivery.trouble));
  }
  return { done, made, nextAt: Math.min(...held.values()), isOver };
}
