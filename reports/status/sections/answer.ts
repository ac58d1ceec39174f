import { code, heading, joined, list, strong } from '../../blocks.ts';
import { constant, count } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { downtimeWords } from '../../run/outage-words.ts';
import { objectiveSentence } from '../../run/sections/answer.ts';
import { betterOrWorse, seriesName, sizeWords } from '../change-words.ts';
import type { StatusModel } from '../model.ts';
import { availableWords, observedWords, probeName } from '../probe-words.ts';

/** Faults and changes that the answer itself names; the tables have them all. */
const LISTED = 3;

/** The five lines that somebody reads who reads nothing else. */
export function answer(model: StatusModel): readonly Block[] {
  const lines = [
    [strong('Steady?'), ' ', ...steady(model)],
    [strong('Outages?'), ' ', ...outagesLine(model)],
    [strong('Objectives?'), ' ', ...objectivesLine(model)],
    [strong('Changes?'), ' ', ...changesLine(model)],
    [strong('What was not observed?'), ' ', ...unseen(model)],
  ];
  return [heading(1, 'The answer', 'answer'), list(lines)];
}

/** What speaks against it; never that it is steady, which nothing here proves. */
function steady(model: StatusModel): readonly Inline[] {
  const against = [
    ...(model.probes.some(({ outages }) => outages.length > 0) ? ['outages were seen'] : []),
    ...(model.changes.some((change) => betterOrWorse(change) === 'worse') ? ['a level changed for the worse'] : []),
    ...(model.objectives.some(({ result }) => result.state === 'not met') ? ['an objective was not met'] : []),
  ];
  if (model.probes.length === 0) return ['Not observed: no probe was looked at outside runs.'];
  if (against.length > 0) return [`No: ${against.join(', ')}.`];
  const undecided = model.objectives.some(({ result }) => result.state === 'undecided');
  return [
    'As far as it was observed: no outage was seen, no change for the worse was confirmed',
    undecided ? ', and no objective was missed, though not all could be decided.' : ', and no objective was missed.',
  ];
}

function outagesLine(model: StatusModel): readonly Inline[] {
  const { probes } = model;
  if (probes.length === 0) return ['Not observed.'];
  const each = probes.flatMap((probe) =>
    probe.outages.map((outage): readonly Inline[] => [
      ...probeName(model, probe),
      ' was down ',
      ...downtimeWords({ selection: probe.selection, looks: probe.decisive }, endsOf(outage)),
      ' (',
      code(outage.code),
      ')',
    ]),
  );
  const worst = probes.toSorted((a, b) => lowOf(a) - lowOf(b))[0];
  return [
    ...(each.length === 0 ? ['None was seen'] : joined(each.slice(0, LISTED), '; ')),
    ...(each.length > LISTED ? ['; more stand below'] : []),
    ...(worst === undefined || each.length === 0
      ? []
      : ['. Least available: ', ...probeName(model, worst), ', ', ...availableWords(worst, worst.availability)]),
    '.',
  ];
}

const lowOf = ({ availability }: StatusModel['probes'][number]): number => availability.share.low ?? 2;

/** First and last failure: an outage of hours has thousands between. */
export function endsOf<Of extends { readonly observations: readonly number[] }>(outage: Of): Of {
  const [first, last] = [outage.observations[0], outage.observations.at(-1)];
  return { ...outage, observations: [...new Set([first, last])].filter((id) => id !== undefined) };
}

function objectivesLine(model: StatusModel): readonly Inline[] {
  if (model.objectives.length > 0) return objectiveSentence(model);
  return model.objectivesOfRuns.length > 0
    ? ['None is on a probe; those on jobs are judged in the reports of runs.']
    : ['Not judged, because none is configured.'];
}

function changesLine({ changes, window, target }: StatusModel): readonly Inline[] {
  if (changes.length === 0) return ['None was confirmed; that does not show that nothing moved.'];
  const of = { rows: 'judgements', runs: [], kind: 'change', window, ...(target === null ? {} : { target }) } as const;
  const each = changes
    .slice(0, LISTED)
    .map((change): readonly Inline[] => [
      seriesName(change),
      ` ${betterOrWorse(change) === 'moved' ? 'moved' : `became ${betterOrWorse(change)}`}, `,
      ...sizeWords(change),
    ]);
  return ['Confirmed: ', count(changes.length, of), '. ', ...joined(each, '; '), changes.length > LISTED ? '; more stand below.' : '.'];
}

function unseen(model: StatusModel): readonly Inline[] {
  const { probes, window } = model;
  if (probes.length === 0) return ['Everything: nobody looked at a probe outside runs.'];
  const least = probes.toSorted((a, b) => a.availability.observedSeconds - b.availability.observedSeconds)[0];
  const reasons = [...new Set(model.plan.gaps.map(({ reason }) => reason))].toSorted();
  const span = constant((window.to - window.from) / 1e6, 'seconds', 'length of the window');
  return least === undefined
    ? []
    : [
        'Least observed was ',
        ...probeName(model, least),
        ': ',
        ...observedWords(least, least.availability),
        ' of ',
        span,
        reasons.length === 0 ? '; the watch recorded no gap of its own.' : `; the watch recorded gaps of its own (${reasons.join(', ')}).`,
      ];
}
