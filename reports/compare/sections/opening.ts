import { code, joined, note, paragraph } from '../../blocks.ts';
import { constant, count } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import type { RunModel } from '../../run/model.ts';
import { SHARED_HOST } from '../../run/sections/opening.ts';
import type { CompareModel } from '../model.ts';
import { incomplete } from '../../run/sections/incomplete.ts';

/** What is compared with what, and what a reader must know before the first number. */
export function opening(model: CompareModel): readonly Block[] {
  const { names, before, after, reference, forced, around, all } = model;
  return [
    ...(all.sharesHost ? [note(SHARED_HOST, ' The run is the unit of evidence.')] : []),
    ...forced.map(({ what, instruments }) =>
      note(
        'Forced: ',
        code(what),
        ' was measured with instruments that cannot be compared: ',
        ...joined(
          instruments.map((text) => [code(text)]),
          '; ',
        ),
        '. A difference may be theirs.',
      ),
    ),
    ...incomplete(all.facts.runs),
    paragraph(...sideLine('Before', names.before, before), ' ', ...sideLine('After', names.after, after)),
    ...(reference === null ? [] : [paragraph(...sideLine('Reference', names.reference ?? 'reference', reference))]),
    ...(around === null ? [] : [aroundBlock(around, before, after)]),
    paragraph(
      'Ratios are after ÷ before. Parentheses hold the interval at ',
      constant(1 - model.rule.alpha, 'percent', 'level of all intervals'),
      '.',
    ),
  ];
}

function sideLine(side: string, name: string, { facts, runs }: RunModel): readonly Inline[] {
  const starts = facts.runs.map(({ startedAt }) => startedAt);
  const targets = [...new Set(facts.runs.map(({ target }) => target))];
  return [
    `${side}: `,
    code(name),
    ', ',
    count(runs.length, { rows: 'runs', runs }),
    runs.length === 1 ? ' run on ' : ' runs on ',
    ...joined(
      targets.map((target) => [code(target)]),
      ', ',
    ),
    ', started ',
    { time: Math.min(...starts) },
    ...(runs.length === 1 ? [] : [' to ', { time: Math.max(...starts) }]),
    '.',
  ];
}

/** Whether the event lies between the sides is a fact; that it caused anything is not. */
function aroundBlock(event: NonNullable<CompareModel['around']>, before: RunModel, after: RunModel): Block {
  const lastBefore = Math.max(...before.facts.runs.map(({ startedAt, endedAt }) => endedAt ?? startedAt));
  const firstAfter = Math.min(...after.facts.runs.map(({ startedAt }) => startedAt));
  const between = lastBefore <= (event.until ?? event.at) && event.at <= firstAfter;
  const place = between ? 'It lies between the two sides.' : 'It does not lie between the two sides.';
  return note(
    'Around ',
    { quote: event.text },
    ' (',
    code(event.kind),
    ', ',
    { time: event.at },
    `). ${place} That both fall together is a coincidence in time, no proof of a cause.`,
  );
}
