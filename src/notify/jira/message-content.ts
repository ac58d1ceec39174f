import type { FindingStatus, Impact } from '../../core/finding.ts';
import type { Redact } from '../../core/redact.ts';
import { isoTime } from '../../core/units.ts';
import type { FindingRow } from '../../store/rows.ts';
import type { MessageBlock } from '../message-block.ts';
import { othersBlock, othersLine } from '../others-text.ts';
import type { SyncStep } from './plan-finding.ts';

/** What a row of the outbox holds, as JSON: enough to send it, whatever became of the finding. */
export type MessageContent =
  | {
      readonly do: 'create';
      readonly summary: string;
      readonly blocks: readonly MessageBlock[];
      readonly impact: Impact;
      readonly since: number;
    }
  | { readonly do: 'comment'; readonly blocks: readonly MessageBlock[] }
  | { readonly do: 'move'; readonly from: string; readonly ours: FindingStatus };

/** JIRA refuses a summary of 255 characters and more, and a text over 32,767, where an escaped character takes up to five. */
const MOST_SUMMARY = 250;
const MOST_TEXT = 3_000;
const MOST_LINE = 150;
const MOST_LINKS = 20;

/** The ticket of a finding as it stands. */
export function ticketContent(finding: FindingRow, redact: Redact): MessageContent {
  const { id, title, impact, description, target, reporter, intended, status, rule, openedAt, links, history } = finding;
  const facts = [
    ['Impact', impact],
    ['Status', status],
    ['Target', target],
    ['Intended resolution', intended],
    ['Reporter', reporter],
    ['Opened', isoTime(openedAt)],
    ['Rule', rule],
  ].flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}: ${othersLine(redact(value ?? ''), MOST_LINE)}`]));
  const shown = links.slice(0, MOST_LINKS).map(({ kind, ref }) => othersLine(redact(`${kind} ${ref}`), MOST_LINE));
  const more = links.length > MOST_LINKS ? [`${links.length - MOST_LINKS} more`] : [];
  return {
    do: 'create',
    summary: othersLine(redact(title), MOST_SUMMARY) || `finding-${id}`,
    impact,
    since: history.at(-1)?.at ?? openedAt,
    blocks: [
      ...(description === null ? [] : [{ kind: 'paragraph' as const, text: othersBlock(redact(description), MOST_TEXT) }]),
      { kind: 'list', items: facts },
      ...(links.length === 0
        ? []
        : [
            { kind: 'paragraph' as const, text: 'Shown by:' },
            { kind: 'list' as const, items: [...shown, ...more] },
          ]),
      { kind: 'paragraph', text: `finding-${id} of Evenkeel; changes of its status go both ways` },
    ],
  };
}

/** One row of the history. */
export function commentContent({ entry, before }: Extract<SyncStep, { do: 'comment' }>, redact: Redact): MessageContent {
  const head = before === null || before === entry.status ? `Note (${entry.status})` : `${before} → ${entry.status}`;
  const reason = othersBlock(redact(entry.reason), MOST_TEXT);
  return {
    do: 'comment',
    blocks: [
      { kind: 'paragraph', text: `${head}, by ${othersLine(redact(entry.who), MOST_LINE)}, ${isoTime(entry.at)}` },
      ...(reason.trim() === '' ? [] : [{ kind: 'paragraph' as const, text: reason }]),
    ],
  };
}

/** The label of a finding's ticket: what a ticket is found by when the answer to its making was lost. */
export function ticketMark(storeUid: string, finding: number): string {
  return `evenkeel-${storeUid}-finding-${finding}`;
}

/** Stands in each comment, for the same reason. */
export function commentMark(storeUid: string, message: number): string {
  return `evenkeel-${storeUid}-message-${message}`;
}
