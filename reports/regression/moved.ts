import { heading, joined, paragraph } from '../blocks.ts';
import { constant } from '../claim.ts';
import type { Block, Inline } from '../document.ts';
import { runMediansFigure } from '../figures/run-medians.ts';
import { interventionsTable } from '../run/sections/interventions.ts';
import { betterOrWorse, sizeWords } from '../status/change-words.ts';
import { sinceOf } from '../status/model.ts';
import { claimName } from './claim-words.ts';
import type { CheckedClaim, RegressionModel } from './model.ts';

/** Figures, at most. */
const DRAWN = 8;
const MOVED = ['regression', 'changed', 'improvement'];

/** What moved, unit by unit, with the changes and events near it; where nothing did, the first claims as they are. */
export function moved(model: RegressionModel): readonly Block[] {
  const decided = model.claims.filter(({ judged }) => MOVED.includes(judged.comparison.verdict));
  const levels = (decided.length > 0 ? decided : model.claims).filter(({ units }) => units.length > 0);
  const shown = [...new Map(levels.map((claim) => [claim.judgement.series, claim])).values()].slice(0, DRAWN);
  const cut: readonly Inline[] = [' Drawn are at most ', constant(DRAWN, 'count', 'series that are drawn'), '.'];
  return [
    heading(1, decided.length > 0 ? 'What moved' : 'What was compared', 'moved'),
    paragraph(
      decided.length > 0
        ? 'The medians of the units, baseline and new, at the start of their run.'
        : 'No claim was decided as a change. The medians of the units, baseline and new, at the start of their run.',
      ...(levels.length > DRAWN ? cut : []),
    ),
    ...shown.flatMap((claim, index) => [figure(claim, index, model), paragraph(...near(claim))]),
    ...(model.events.length === 0
      ? [paragraph('No event was entered from the baseline on.')]
      : [paragraph('Events from the baseline on; a coincidence in time is no proof of a cause.'), interventionsTable(model.events)]),
  ];
}

function figure(claim: CheckedClaim, index: number, { events }: RegressionModel): Block {
  const { metric } = claim.judgement;
  const drawn = claim.units.map(({ side, runUid, startedAt, median }) => ({
    side,
    run: runUid,
    at: startedAt,
    median,
    q1: median,
    q3: median,
  }));
  const caption = ['Medians of ', ...claimName(claim).slice(0, 1), ', one point an instance of a run.'];
  const alt = 'Points along the calendar: medians of the units of the baseline, and of the new runs';
  const dated = events.map(({ at, kind }) => ({ at, kind }));
  return runMediansFigure({ id: `units-${index + 1}`, caption, alt, axis: `Median of ${metric}` }, drawn, dated);
}

function near({ changes }: CheckedClaim): readonly Inline[] {
  if (changes.length === 0) return ['The watch confirmed no change of this series from the baseline on.'];
  const each = changes.map((change): readonly Inline[] => [
    { code: `judgement-${change.id}` },
    ` (${betterOrWorse(change)}, `,
    ...sizeWords(change),
    ', since ',
    { time: sinceOf(change) },
    ')',
  ]);
  return ['Changes of this series that the watch confirmed from the baseline on: ', ...joined(each, '; '), '.'];
}
