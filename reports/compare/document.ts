import { idSource } from '../blocks.ts';
import type { Document } from '../document.ts';
import { appendix } from '../run/sections/appendix.ts';
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
import { comparisonThreats } from './comparison-threats.ts';
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
      ...validity(
        all,
        comparisonThreats(model),
        sides.map((side) => side.model),
      ),
      ...appendix(
        all,
        sides.map((side) => side.model),
      ),
    ],
  };
}
