import { join } from 'node:path';
import { compareDocument } from '../../../reports/compare/document.ts';
import { compareModel } from '../../../reports/compare/model.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { EventRow, RunRow } from '../../store/rows.ts';
import { comparisonTable, crossCheckNotes, type ComparedMetric } from '../output/comparison-table.ts';
import { judgedChanges } from './judged-changes.ts';
import { runContext, type WrittenReport } from './report-run.ts';
import type { WriteDocument } from './report-writer.ts';
import { selectRuns } from './select-runs.ts';

export interface CompareChoice {
  readonly reference?: string;
  readonly jobs?: { readonly from: number; readonly to: number };
  readonly around?: string;
  readonly target?: string;
  readonly force?: boolean;
  readonly out?: string;
}

interface Sides {
  readonly names: { readonly before: string; readonly after: string };
  readonly before: readonly RunRow[];
  readonly after: readonly RunRow[];
}

/** Writes the report that holds one campaign (or run) against another; `names` null: the runs around the event. */
export async function compareRuns(
  config: Config,
  reader: StoreReader,
  names: { readonly before: string; readonly after: string } | null,
  choice: CompareChoice,
  write: WriteDocument,
): Promise<WrittenReport & { readonly compared: readonly ComparedMetric[] }> {
  const event = choice.around === undefined ? undefined : await findEvent(reader, choice.around);
  const sides = names === null ? await aroundEvent(reader, event, choice.target ?? config.defaultTarget) : await named(reader, names);
  const reference = choice.reference === undefined ? undefined : await selectRuns(reader, choice.reference);
  const targets = new Set([...sides.before, ...sides.after].map(({ target }) => target));
  const factsOf = (runs: readonly RunRow[]) => reader.facts(runs.map(({ uid }) => uid));
  const model = compareModel(
    await factsOf(sides.before),
    await factsOf(sides.after),
    reference === undefined ? undefined : await factsOf(reference),
    {
      names: { ...sides.names, ...(choice.reference === undefined ? {} : { reference: choice.reference }) },
      force: choice.force === true,
      rule: { margin: config.check.margin, alpha: 0.05 },
      context: { ...runContext(config, targets), changes: await judgedChanges(reader, targets) },
      events: await eventsOver(reader, [...sides.before, ...sides.after, ...(reference ?? [])]),
      ...(choice.jobs === undefined ? {} : { jobs: choice.jobs }),
      ...(event === undefined ? {} : { around: event }),
    },
  );
  const folder = choice.out ?? join(config.reports, `compare-${sides.names.before}-${sides.names.after}`.replaceAll(/[^\w.-]+/g, '_'));
  const files = await write(compareDocument(model), folder);
  const compared = model.series.map(({ after, level, spread }) => ({
    metric: [after.metric, ...Object.values(after.tags)].join(' '),
    level,
    spread,
  }));
  return {
    folder,
    files,
    summary: [...crossCheckNotes(compared).map((note) => `${note}\n`), comparisonTable(compared)].join(''),
    compared,
  };
}

/** Also what lies between the sides: that is where an intervention is. */
async function eventsOver(reader: StoreReader, runs: readonly RunRow[]): Promise<readonly EventRow[]> {
  const [from, to] = [Math.min(...runs.map(({ startedAt }) => startedAt)), Math.max(...runs.map((run) => run.endedAt ?? run.startedAt))];
  return reader.events({ from, to: to + 1 });
}

async function named(reader: StoreReader, names: Sides['names']): Promise<Sides> {
  return { names, before: await selectRuns(reader, names.before), after: await selectRuns(reader, names.after) };
}

async function findEvent(reader: StoreReader, name: string): Promise<EventRow> {
  const events = await reader.events({});
  const id = /^event-(\d+)$/.exec(name)?.[1];
  const found = events.filter((event) =>
    id === undefined ? event.text.toLowerCase().includes(name.toLowerCase()) : event.id === Number(id),
  );
  const [event] = found;
  if (event === undefined || found.length > 1) {
    const problem = event === undefined ? `There is no event "${name}"` : `"${name}" means ${found.length} events`;
    throw new HarnessError('unknown-id', problem, { hint: '`evenkeel event list` shows them with their ids.' });
  }
  return event;
}

async function aroundEvent(reader: StoreReader, event: EventRow | undefined, target: string): Promise<Sides> {
  if (event === undefined) throw new HarnessError('usage', 'there is no event to compare around');
  const runs = (await reader.runs({ target, state: 'done' })).toSorted((a, b) => a.startedAt - b.startedAt);
  const end = event.until ?? event.at;
  const before = runs.filter(({ endedAt }) => endedAt !== null && endedAt <= event.at);
  const after = runs.filter(({ startedAt }) => startedAt >= end);
  if (before.length === 0 || after.length === 0) {
    throw new HarnessError(
      'no-data',
      `There is no finished run of ${target} ${before.length === 0 ? 'before' : 'after'} event-${event.id} (${isoTime(event.at)})`,
    );
  }
  return { names: { before: `before event-${event.id}`, after: `after event-${event.id}` }, before, after };
}
