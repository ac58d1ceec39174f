import { join } from 'node:path';
import { deliverableDocument } from '../../../../reports/deliverable/document.ts';
import { measuredCampaigns, type Measured } from '../../../../reports/deliverable/measured/campaigns.ts';
import { topologyOf } from '../../../../reports/deliverable/measured/topology.ts';
import type { Problem } from '../../../../reports/deliverable/problem.ts';
import type { Document } from '../../../../reports/document.ts';
import type { WrittenFiles } from '../../../../reports/write-report.ts';
import type { Config } from '../../../config/types.ts';
import { HarnessError } from '../../../core/errors.ts';
import type { StoreReader } from '../../../store/api.ts';
import type { RunFacts } from '../../../store/rows.ts';
import { runContext } from '../report-run.ts';
import type { WriteDocument } from '../report-writer.ts';
import { selectRuns } from '../select-runs.ts';
import { deliverableError } from './deliverable-error.ts';
import type { ReadDeliverable } from './read-deliverable.ts';

/** The rate of false alarms of one claim, two-sided. */
const ALPHA = 0.05;

export interface WrittenDeliverable {
  readonly folder: string;
  readonly files: WrittenFiles;
}

/** Writes the document that a YAML file describes. HarnessError `document-invalid` tells every problem at once; nothing is written then. */
export async function reportDeliverable(
  { config, reader }: { readonly config: Config; readonly reader: StoreReader },
  read: ReadDeliverable,
  out: string | undefined,
  write: WriteDocument,
): Promise<WrittenDeliverable> {
  const document = await deliverableFrom(config, reader, read);
  const folder = out ?? join(config.reports, read.name);
  return { folder, files: await write(document, folder) };
}

async function deliverableFrom(config: Config, reader: StoreReader, read: ReadDeliverable): Promise<Document> {
  const problems: Problem[] = [...read.problems];
  const measured = await measuredOf(config, reader, read, problems);
  const { document, problems: further } = deliverableDocument({ ...read, measured });
  const all = [...problems, ...further];
  if (all.length > 0) throw deliverableError(all);
  return document;
}

/** A campaign that cannot be read is told, and leaves the rest to be looked at. */
async function measuredOf(config: Config, reader: StoreReader, read: ReadDeliverable, problems: Problem[]): Promise<Measured> {
  const { deliverable, placeOf } = read;
  const campaigns: { name: string; called: string; facts: RunFacts }[] = [];
  for (const [name, called] of Object.entries(deliverable.campaigns)) {
    try {
      const uids = await runsWithin(reader, called, deliverable.window);
      if (uids.length === 0) throw new HarnessError('no-data', `No finished run of campaign "${called}" began within the window`);
      campaigns.push({ name, called, facts: await reader.facts(uids) });
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      problems.push({ place: placeOf(['campaigns'], name), message: error.message });
    }
  }
  const targets = new Set(campaigns.flatMap(({ facts }) => facts.runs.map(({ target }) => target)));
  const context = runContext(config, targets);
  const known = context.objectives;
  for (const [index, id] of (deliverable.objectives ?? []).entries())
    if (!known.some((objective) => objective.id === id))
      problems.push({ place: placeOf(['objectives', index]), message: `no objective ${id} is configured for ${[...targets].join(', ')}` });
  return measuredCampaigns({
    campaigns,
    missing: Object.keys(deliverable.campaigns).filter((name) => !campaigns.some((found) => found.name === name)),
    findings: await reader.findings({}),
    context: { ...context, objectives: known.filter(({ id }) => deliverable.objectives?.includes(id) ?? true) },
    rule: { margin: deliverable.margin ?? config.check.margin, alpha: ALPHA },
    topology: topologyOf(config, targets),
  });
}

async function runsWithin(
  reader: StoreReader,
  called: string,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<readonly string[]> {
  const runs = await selectRuns(reader, called);
  return runs.filter(({ startedAt }) => (from ?? -Infinity) <= startedAt && startedAt < (to ?? Infinity)).map(({ uid }) => uid);
}
