import { paragraph } from '../../blocks.ts';
import { pairValuesTable, verdictsTable } from '../../compare/pair-tables.ts';
import type { Inline, TableBlock } from '../../document.ts';
import type { RunModel } from '../../run/model.ts';
import { evidenceTable, runTable } from '../../run/sections/appendix.ts';
import { environmentTable } from '../../run/sections/environment.ts';
import { fluctuationTable } from '../../run/sections/fluctuation.ts';
import { interventionsTable } from '../../run/sections/interventions.ts';
import { latencyTable } from '../../run/sections/latency.ts';
import { objectivesTable } from '../../run/sections/objectives.ts';
import { codeTable, looksTable, outageTable } from '../../run/sections/outages.ts';
import { phasesTable } from '../../run/sections/provisioning.ts';
import { spreadTable } from '../../run/spread-table.ts';
import { toldPhasesTable } from '../../run/told-phases-table.ts';
import type { Side } from '../../run/side.ts';
import { refuse } from '../refuse.ts';
import { takeArguments } from './arguments.ts';
import { asTable, ofCampaigns, sidesInWords, type MakeBlock } from './block.ts';
import type { Measured } from './campaigns.ts';
import { findingsBlock } from './findings-table.ts';

/** `{{table NAME …}}`. */
export const TABLES: { readonly [name: string]: MakeBlock } = {
  fluctuation: (directive, measured, id) => {
    const { campaigns, kind } = takeArguments(directive, measured, { campaigns: 'some', kind: true });
    const sides = measured.sides(campaigns).map(({ name, model }) => ({ name, model: ofKind(model, kind) }));
    const lacking = campaigns.filter((_, index) => sides[index]?.model.series.length === 0);
    if (lacking.length > 0) refuse(`has no data: no ${kind ?? ''} job ended well in ${lacking.join(', ')}`.replace('  ', ' '));
    return { title: ['How much the jobs fluctuate', ...ofCampaigns(campaigns)], block: spreadTable(sides, id) };
  },

  metrics: (directive, measured, id) => {
    const taken = takeArguments(directive, measured, { campaigns: 'some', kind: true });
    const [name = '', other] = taken.campaigns;
    const wanted = (kind: string): boolean => taken.kind === null || kind === taken.kind;
    const title: readonly Inline[] = ['Every metric of the jobs', ...ofCampaigns(taken.campaigns)];
    if (other === undefined) {
      const series = measured.model(name).series.filter(({ jobKind }) => wanted(jobKind));
      if (series.length === 0) refuse(`has no data: no job ended well in ${name}`);
      return { title, block: fluctuationTable(series, id) };
    }
    const { campaigns, pairs } = pairsAsked(measured, takeArguments(directive, measured, { campaigns: 'pair', kind: true }));
    return { title, block: withSides(pairValuesTable(pairs, id), campaigns) };
  },

  comparison: (directive, measured, id) => {
    const { campaigns, model, pairs } = pairsAsked(measured, takeArguments(directive, measured, { campaigns: 'pair', kind: true }));
    const title: readonly Inline[] = ['What changed in level and in spread', ...ofCampaigns(campaigns)];
    return { title, block: withSides(verdictsTable(model, pairs, id), campaigns) };
  },

  provisioning: ofSides({
    title: 'Time of each phase of renting an instance',
    lacks: ({ rented }) => (rented.phases.length === 0 ? 'no phase of renting an instance ended well' : null),
    make: (sides) => phasesTable(sides),
  }),
  'provider-times': ofSides({
    title: "The provider's own times",
    lacks: ({ rented }) => (rented.phases.length === 0 ? 'no phase of renting an instance ended well' : null),
    make: (sides, id) => asTable(toldPhasesTable(sides, id), id, "The provider's own times"),
  }),
  outages: ofSides({ title: 'Outages', lacks: unwatched, make: (sides, id) => asTable(outageTable(sides), id, 'Outages') }),
  errors: ofSides({ title: 'Errors outside outages', lacks: unwatched, make: (sides, id) => asTable(codeTable(sides), id, 'Errors') }),
  looks: ofSides({ title: 'Looks and availability', lacks: unwatched, make: (sides) => looksTable(sides) }),
  latency: ofSides({
    title: 'How fast the probes were answered',
    lacks: ({ latencies }) => (latencies.length === 0 ? 'no probe was answered' : null),
    make: (sides) => latencyTable(sides),
  }),
  environment: ofSides({ title: 'Design and environment', lacks: () => null, make: (sides) => environmentTable(sides) }),

  objectives: (directive, measured, id) => {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'one' });
    const [name = ''] = campaigns;
    const { objectives } = measured.model(name);
    if (objectives.length === 0) refuse(`has no data: no objective is configured for the target of ${name}`);
    return {
      title: ['Objectives', ...ofCampaigns(campaigns)],
      block: { ...objectivesTable(objectives, `campaign ${name}`), id },
    };
  },

  findings: findingsBlock,

  interventions: (directive, measured, id) => {
    takeArguments(directive, measured, { campaigns: 'none' });
    const events = everything(measured).facts.events;
    const none = paragraph('None was entered for this time.');
    const block = asTable(events.length === 0 ? none : interventionsTable(events), id, 'Interventions');
    const caution = 'An intervention that falls together with a change is a coincidence in time, no proof of a cause.';
    return {
      title: ['Interventions'],
      block: { ...block, caption: [...block.caption, ...(block.caption.length === 0 ? [] : [' ']), caution] },
    };
  },

  runs: (directive, measured, id) => {
    takeArguments(directive, measured, { campaigns: 'none' });
    return { title: ['The runs behind the numbers'], block: { ...runTable(everything(measured)), id } };
  },

  evidence: (directive, measured, id) => {
    takeArguments(directive, measured, { campaigns: 'none' });
    const models = measured.names.map((name) => measured.model(name));
    return { title: ['Raw answers'], block: asTable(evidenceTable(models), id, 'Raw answers') };
  },
};

/** A table with one row or more for each campaign named; of all where none is. */
function ofSides(table: {
  readonly title: string;
  /** What is missing in a campaign; null where it has data. */
  readonly lacks: (model: RunModel) => string | null;
  readonly make: (sides: readonly Side[], id: string) => TableBlock;
}): MakeBlock {
  return (directive, measured, id) => {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'some' });
    const lacking = campaigns.map((name) => table.lacks(measured.model(name)));
    const [why] = lacking;
    if (typeof why === 'string' && !lacking.includes(null)) refuse(`has no data: ${why} in ${campaigns.join(', ')}`);
    return { title: [table.title, ...ofCampaigns(campaigns)], block: { ...table.make(measured.sides(campaigns), id), id } };
  };
}

function ofKind(model: RunModel, kind: string | null): RunModel {
  return kind === null ? model : { ...model, series: model.series.filter(({ jobKind }) => jobKind === kind) };
}

function unwatched({ subjects }: RunModel): string | null {
  return subjects.length === 0 ? 'nothing was looked at again and again' : null;
}

function everything({ all }: Measured): RunModel {
  return all ?? refuse('needs a campaign, and the YAML file names none (campaigns:)');
}

function pairsAsked(measured: Measured, { campaigns, kind }: { readonly campaigns: readonly string[]; readonly kind: string | null }) {
  const [before = '', after = ''] = campaigns;
  const model = measured.compare(before, after);
  const pairs = model.series.filter((pair) => kind === null || pair.before.jobKind === kind);
  if (pairs.length === 0) refuse(`has no data: no kind of job ended well in both ${before} and ${after}`);
  return { campaigns, model, pairs };
}

function withSides(block: TableBlock, campaigns: readonly string[]): TableBlock {
  return { ...block, caption: [...block.caption, ...sidesInWords(campaigns)] };
}
