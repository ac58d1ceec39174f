import { join } from 'node:path';
import { runDocument } from '../../../reports/run/document.ts';
import { runModel, type RunContext, type RunModel } from '../../../reports/run/model.ts';
import { summaryTable } from '../../../reports/run/summary-table.ts';
import type { WrittenFiles } from '../../../reports/write-report.ts';
import type { Config } from '../../config/types.ts';
import type { StoreReader } from '../../store/api.ts';
import { judgedChanges } from './judged-changes.ts';
import type { WriteDocument } from './report-writer.ts';

export interface WrittenReport {
  readonly folder: string;
  readonly files: WrittenFiles;
  /** A short table for the terminal. */
  readonly summary: string;
}

/** What the store says of these runs, as one report's model. */
export async function modelOf(config: Config, reader: StoreReader, uids: readonly string[]): Promise<RunModel> {
  const facts = await reader.facts(uids);
  const targets = new Set(facts.runs.map(({ target }) => target));
  return runModel(facts, { ...runContext(config, targets), changes: await judgedChanges(reader, targets) });
}

/** What the config says that a report on these targets is judged by. */
export function runContext(config: Config, targets: ReadonlySet<string>): RunContext {
  return {
    objectives: config.objectives.filter(({ target }) => targets.has(target)),
    probes: probeRules(config, targets),
    prices: config.prices.filter(({ target }) => target === null || targets.has(target)),
    errorCodes: Object.fromEntries(Object.values(config.targets).map(({ name, errorCodes }) => [name, errorCodes])),
  };
}

/** Writes the report of one run; `out` where not the reports folder of the config. */
export async function reportRun(
  config: Config,
  reader: StoreReader,
  uid: string,
  write: WriteDocument,
  out: string | undefined,
): Promise<WrittenReport> {
  const model = await modelOf(config, reader, [uid]);
  const folder = out ?? join(config.reports, uid);
  const files = await write(runDocument(model), folder);
  return { folder, files, summary: summaryTable(model) };
}

/** When each probe of these targets counts as down. */
export function probeRules(
  config: Config,
  targets: ReadonlySet<string>,
): { readonly [probe: string]: { readonly openAfter: number; readonly closeAfter: number } } {
  const probes = Object.values(config.targets)
    .filter(({ name }) => targets.has(name))
    .flatMap((target) => Object.values(target.probes));
  return Object.fromEntries(probes.map(({ name, openAfter, closeAfter }) => [name, { openAfter, closeAfter }]));
}
