import { code, heading, paragraph, slug } from '../../blocks.ts';
import type { Block, Inline } from '../../document.ts';
import { jobCompanions } from '../../run/job-companions.ts';
import { spreadTable } from '../../run/spread-table.ts';
import { presentSides, type ComparedSeries } from '../compared-series.ts';
import { sidesOf, type CompareModel } from '../model.ts';
import { drawnJobsAgreement, jobsFigure, unitMediansFigure } from '../pair-figures.ts';
import { pairValuesTable, verdictsTable } from '../pair-tables.ts';

/** The jobs of both sides on one scale, and what may be said of the difference. */
export function fluctuationSection(model: CompareModel, idOf: (name: string) => string): readonly Block[] {
  const head = heading(1, 'Fluctuation', 'fluctuation');
  const kinds = [...new Set(model.series.map(({ before }) => before.jobKind))];
  if (kinds.length === 0) return [head, paragraph('Not measured, because no kind of job ended well on both sides.'), ...unpaired(model)];
  return [head, spreadTable(sidesOf(model)), ...kinds.flatMap((kind) => kindBlocks(model, kind, idOf)), ...unpaired(model)];
}

function kindBlocks(model: CompareModel, kind: string, idOf: (name: string) => string): readonly Block[] {
  const pairs = model.series.filter(({ before }) => before.jobKind === kind);
  const headlines = pairs.filter(({ before }) => before.metric === 'job_duration_seconds');
  return [
    heading(2, `Jobs of kind ${kind}`, idOf(`jobs-of-${slug(kind)}`)),
    ...headlines.flatMap((pair) => figures(model, pair, idOf)),
    verdictsTable(model, pairs, idOf(`verdicts-${slug(kind)}`)),
    pairValuesTable(pairs, idOf(`fluctuation-${slug(kind)}`)),
  ];
}

function figures(model: CompareModel, pair: ComparedSeries, idOf: (name: string) => string): readonly Block[] {
  const kind = slug(pair.before.jobKind);
  const medians = unitMediansFigure(pair, idOf(`unit-medians-${kind}`));
  return [
    jobsFigure(model, pair, idOf(`job-by-job-${kind}`)),
    ...(model.jobs === null ? [] : [drawnJobsAgreement(pair, model.jobs)]),
    medians,
    ...jobCompanions(
      presentSides(pair).map(([name, series]) => ({ name, series })),
      model.all.facts.events,
      idOf,
    ),
  ];
}

function unpaired({ unpaired: alone }: CompareModel): readonly Block[] {
  if (alone.length === 0) return [];
  const names = [...new Set(alone.map(({ metric, jobKind }) => `${metric} of ${jobKind} jobs`))].toSorted();
  return [
    paragraph(
      'Not compared, because only one side has it: ',
      ...names.flatMap((name, index): readonly Inline[] => [index === 0 ? '' : ', ', code(name)]),
      '.',
    ),
  ];
}
