import { heading, paragraph } from '../blocks.ts';
import type { Block, Document } from '../document.ts';
import { interventions } from '../run/sections/interventions.ts';
import { objectivesTable } from '../run/sections/objectives.ts';
import type { StatusModel } from './model.ts';
import { answer } from './sections/answer.ts';
import { appendix } from './sections/appendix.ts';
import { availabilitySection } from './sections/availability.ts';
import { changesSection } from './sections/changes.ts';
import { coverage } from './sections/coverage.ts';
import { latencySection } from './sections/latency.ts';
import { opening } from './sections/opening.ts';
import { outagesSection } from './sections/outages.ts';
import { registerSection } from './sections/register.ts';
import { runsSection } from './sections/runs.ts';
import { validitySection } from './sections/validity.ts';

/** The report on a window of the watch. */
export function statusDocument(model: StatusModel): Document {
  return {
    title: `What the watch saw of ${model.target ?? 'all targets'}`,
    blocks: [
      ...opening(model),
      ...answer(model),
      ...objectives(model),
      ...coverage(model),
      ...availabilitySection(model),
      ...outagesSection(model),
      ...latencySection(model),
      ...changesSection(model),
      ...runsSection(model),
      ...registerSection(model),
      ...interventions(model),
      ...validitySection(model),
      ...appendix(model),
    ],
  };
}

function objectives(model: StatusModel): readonly Block[] {
  const head = heading(1, 'Objectives', 'objectives');
  const elsewhere =
    model.objectivesOfRuns.length === 0 ? [] : [paragraph('Objectives on what is measured in runs are judged in the reports of the runs.')];
  if (model.objectives.length === 0) return [head, paragraph('None is configured on a probe of this target.'), ...elsewhere];
  return [head, objectivesTable(model.objectives, 'the looks of this window'), ...elsewhere];
}
