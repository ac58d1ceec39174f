import { constant, statistic } from '../../claim.ts';
import { code, note, paragraph } from '../../blocks.ts';
import type { Block, Inline } from '../../document.ts';
import type { RunModel } from '../model.ts';
import { incomplete } from './incomplete.ts';

export const SHARED_HOST = 'These instances share this machine; differences between them say nothing about a cloud.';

/** What the report is about, and what a reader must know before the first number. */
export function opening(model: RunModel): readonly Block[] {
  const { facts, runs } = model;
  const [first] = facts.runs;
  if (first === undefined) return [];
  const end = facts.runs.reduce<number | null>((last, { endedAt }) => (endedAt === null ? last : Math.max(last ?? endedAt, endedAt)), null);
  const many: readonly Inline[] =
    runs.length === 1 ? ['Run ', code(first.uid)] : [statistic(runs.length, 'count', 'count', { rows: 'runs', runs }), ' runs'];
  const period: readonly Inline[] = [' from ', { time: first.startedAt }, ...(end === null ? [] : [' to ', { time: end }])];
  const made: readonly Inline[] = [', measured from ', code(first.observer), ' with Evenkeel ', code(first.version), '.'];
  return [
    ...(model.sharesHost ? [note(SHARED_HOST)] : []),
    paragraph(...many, ' of target ', code(first.target), ...period, ...made),
    ...incomplete(facts.runs, ' What follows holds for what was measured until then.'),
    paragraph(
      'Parentheses after a figure hold its interval at ',
      constant(0.95, 'percent', 'level of all intervals'),
      '; with few values there is none.',
    ),
  ];
}
