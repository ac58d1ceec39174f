import type { FindingBasis } from '../../core/finding.ts';
import type { FindingRow, TicketRow } from '../../store/rows.ts';
import { othersLine } from '../others-text.ts';
import { commentContent, ticketContent, type MessageContent } from './message-content.ts';
import type { SyncStep } from './plan-finding.ts';
import { JIRA_CHANNEL, type SyncOptions } from './sync-options.ts';
import type { TicketState } from './tickets.ts';

export interface Carried {
  readonly done?: string;
  readonly problem?: string;
  /** The register changed in a way that JIRA is to be told. */
  readonly isToTell?: boolean;
}

interface Side {
  readonly finding: FindingRow;
  readonly ticket: TicketRow | undefined;
  readonly remote: TicketState | undefined;
  readonly basis: FindingBasis | null;
}

/** Does one step: a message goes into the outbox, a status of theirs into the register. With `dryRun` only the words. */
export async function carryOut(step: SyncStep, side: Side, options: SyncOptions): Promise<Carried> {
  const { finding, ticket } = side;
  const { redact, settings, dryRun } = options;
  const key = ticket?.key ?? '';
  const queue = async (event: string, content: MessageContent, words: string, supersedes?: string): Promise<Carried> => {
    if (dryRun) return { done: words };
    const at = options.clock.now();
    const message = { finding: finding.id, channel: JIRA_CHANNEL, event, body: JSON.stringify(content), at };
    await options.journal.queueMessage({ ...message, ...(supersedes === undefined ? {} : { supersedes }) });
    return {};
  };
  switch (step.do) {
    case 'create': {
      const content = ticketContent(finding, redact);
      return queue(
        'create',
        content,
        `would make a ticket in ${settings.project}: ${finding.impact}, "${othersLine(redact(finding.title), 100)}"`,
      );
    }
    case 'comment': {
      const content = commentContent(step, redact);
      return queue(
        `comment:${step.at}`,
        content,
        `would comment on ${key}: ${step.entry.status}, ${othersLine(redact(step.entry.reason), 100)}`,
      );
    }
    case 'move': {
      const content = { do: 'move', from: step.from, ours: step.ours } as const;
      return queue(
        `move:${step.at}`,
        content,
        `would move ${key} from "${othersLine(step.from, 100)}" to "${settings.statuses[step.ours][0] ?? ''}"`,
        'move',
      );
    }
    case 'agree':
      if (!dryRun) await options.journal.agreeOnStatus({ ...pairOf(step, side), at: options.clock.now() });
      return {};
    case 'take':
      return take(step, side, options);
    case 'conflict':
      return {
        problem: `both sides changed since they agreed on ${step.agreed.ours} and "${othersLine(step.agreed.theirs, 100)}": finding-${finding.id} is ${step.ours}, ${key} is "${othersLine(step.theirs, 100)}"`,
      };
    case 'unmapped':
      return { problem: `${key} is "${othersLine(step.theirs, 100)}" in JIRA, which jira.statuses in the config does not name` };
  }
}

async function take(
  step: Extract<SyncStep, { do: 'take' }>,
  side: Side,
  { journal, redact, clock, dryRun }: SyncOptions,
): Promise<Carried> {
  const { finding, ticket, remote } = side;
  const by = othersLine(redact(remote?.setBy?.name ?? 'somebody'), 100);
  const key = remote?.key ?? ticket?.key ?? '';
  const less =
    step.says === step.ours
      ? ''
      : `; ${step.says} needs a judgement made after the fix or a waiver, and there is none, so it is ${step.ours}`;
  const words = `${key} is "${othersLine(step.theirs, 100)}", set by ${by}`;
  if (dryRun) return { done: `${words}: finding-${finding.id} would go from ${finding.status} to ${step.ours}${less}` };
  const writtenAt = await journal.takeStatus({
    ...pairOf(step, side),
    have: finding.status,
    at: clock.now(),
    who: `JIRA: ${by}`,
    reason: `${key} was set to "${othersLine(step.theirs, 100)}"${remote?.setBy == null ? '' : ` (${remote.setBy.at})`}${less}`,
    basis: step.ours === 'Resolved' ? side.basis : null,
    isTold: less !== '',
  });
  // Changed at this moment: the next look sees it.
  if (writtenAt === null) return {};
  return { done: `${words}: finding-${finding.id} went from ${finding.status} to ${step.ours}${less}`, isToTell: less !== '' };
}

function pairOf(step: Extract<SyncStep, { do: 'take' | 'agree' }>, { finding, ticket }: Side) {
  const { ours, theirs } = step;
  return {
    finding: finding.id,
    channel: JIRA_CHANNEL,
    before: { ours: ticket?.ours ?? null, theirs: ticket?.theirs ?? null },
    ours,
    theirs,
  };
}
