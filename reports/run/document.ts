import { idSource } from '../blocks.ts';
import type { Document } from '../document.ts';
import type { RunModel } from './model.ts';
import { answer } from './sections/answer.ts';
import { appendix } from './sections/appendix.ts';
import { expected } from './sections/expected.ts';
import { findings } from './sections/findings.ts';
import { fluctuationSection } from './sections/fluctuation.ts';
import { interventions } from './sections/interventions.ts';
import { latency } from './sections/latency.ts';
import { measured } from './sections/measured.ts';
import { objectivesSection } from './sections/objectives.ts';
import { opening } from './sections/opening.ts';
import { outagesSection } from './sections/outages.ts';
import { prices } from './sections/prices.ts';
import { provisioning } from './sections/provisioning.ts';
import { validity } from './sections/validity.ts';

/** The report on one run, or on several that belong together. */
export function runDocument(model: RunModel): Document {
  const [first] = model.facts.runs;
  const subject = model.runs.length === 1 ? `run ${model.runs[0]}` : (first?.campaign ?? `${model.runs.length} runs`);
  const idOf = idSource();
  const sides = [{ name: null, model }];
  return {
    title: `Is ${first?.target ?? 'the target'} steady? Report on ${subject}`,
    blocks: [
      ...opening(model),
      ...answer(model),
      ...objectivesSection(model),
      ...measured(sides),
      ...fluctuationSection(model, idOf),
      ...provisioning(sides),
      ...outagesSection(sides),
      ...latency(sides),
      ...expected(sides),
      ...findings(model),
      ...interventions(model.facts, model),
      ...prices(sides),
      ...validity(model),
      ...appendix(model),
    ],
  };
}
