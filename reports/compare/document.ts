import { idSource } from '../blocks.ts';
import { constant } from '../claim.ts';
import type { Document, Inline } from '../document.ts';
import { appendix } from '../run/sections/appendix.ts';
import { metricWords } from '../metric-words.ts';
import { expected } from '../run/sections/expected.ts';
import { findings } from '../run/sections/findings.ts';
import { interventions } from '../run/sections/interventions.ts';
import { latency } from '../run/sections/latency.ts';
import { measured } from '../run/sections/measured.ts';
import { objectivesSection } from '../run/sections/objectives.ts';
import { outagesSection } from '../run/sections/outages.ts';
import { prices } from '../run/sections/prices.ts';
import { provisioning } from '../run/sections/provisioning.ts';
import { validity } from '../run/sections/validity.ts';
import { sidesOf, type CompareModel } from './model.ts';
import { answer } from './sections/answer.ts';
import { fluctuationSection } from './sections/fluctuation.ts';
import { opening } from './sections/opening.ts';

/** The report that holds one campaign (or run) against another. */
export function compareDocument(model: CompareModel): Document {
  const { names, after, all, around } = model;
  const sides = sidesOf(model);
  const listed = around === null || all.facts.events.some(({ id }) => id === around.id) ? all.facts.events : [...all.facts.events, around];
  return {
    title: `${names.after} against ${names.before}`,
    blocks: [
      ...opening(model),
      ...answer(model),
      ...objectivesSection(after, 'after'),
      ...measured(sides),
      ...fluctuationSection(model, idSource()),
      ...provisioning(sides),
      ...outagesSection(sides),
      ...latency(sides),
      ...expected(sides),
      ...findings(all),
      ...interventions({ events: listed }, all),
      ...prices(sides),
      ...validity(all, further(model)),
      ...appendix(
        all,
        sides.map((side) => side.model),
      ),
    ],
  };
}

function further(model: CompareModel): readonly (readonly Inline[])[] {
  const claims = model.series.length * 2;
  const judged: readonly Inline[] = [
    'Claims judged here: ',
    constant(claims, 'count', 'claims: level and spread of each figure'),
    ', each with a rate of false alarms of ',
    constant(model.rule.alpha, 'percent', 'two-sided false-alarm rate of one claim'),
    ' at most; with many claims one may be false.',
  ];
  const order = 'The sides were measured one after the other: whatever else changed in between is in the difference too.';
  return model.series.length === 0 ? [[order]] : [judged, ...doubted(model), [order]];
}

/** Where another way to the interval would have led to another verdict. */
function doubted({ series }: CompareModel): readonly (readonly Inline[])[] {
  return series
    .filter(({ level }) => level.crossCheck !== null && !level.crossCheck.agrees)
    .map(({ before, level }) => [
      'The hierarchical bootstrap does not agree on the level of ',
      ...metricWords(before.metric, before.tags),
      `: by it the verdict would be ${level.crossCheck?.verdict ?? ''}.`,
    ]);
}
