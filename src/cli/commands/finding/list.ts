import type { Command } from 'commander';
import { countingSentence } from '../../../analysis/count-findings.ts';
import type { FindingStatus, Impact } from '../../../core/finding.ts';
import type { FindingRow } from '../../../store/rows.ts';
import { findTarget } from '../../compose/find-target.ts';
import { goneFindings, goneLines } from '../../compose/gone-findings.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { findingTable } from '../../output/finding-table.ts';
import { impactOption, statusOption } from './options.ts';

interface ListOptions {
  readonly all?: boolean;
  readonly status?: FindingStatus;
  readonly impact?: Impact;
  readonly target?: string;
}

export function addFindingList(finding: Command, context: () => Context): void {
  finding
    .command('list')
    .option('-a, --all', 'also those that are Closed')
    .addOption(statusOption())
    .addOption(impactOption())
    .option('-t, --target <name>', 'of this target, or of all')
    .description('the findings, and how many stand where')
    .action((options: ListOptions) => list(context(), options));
}

async function list({ config: load, clock, json, output }: Context, options: ListOptions): Promise<void> {
  const config = load();
  const target = options.target === undefined ? undefined : findTarget(config, options.target).name;
  const { rows, gone } = await withReader(config, async (reader) => {
    const all = await reader.findings({});
    return { rows: all, gone: await goneFindings(all, config.findings, reader, clock.now()) };
  });
  const matching = rows.filter(
    (row) =>
      (options.status ?? row.status) === row.status &&
      (options.impact ?? row.impact) === row.impact &&
      (target === undefined || row.target === null || row.target === target),
  );
  const isShown = ({ status }: FindingRow): boolean => options.all === true || options.status !== undefined || status !== 'Closed';
  const shown = matching.filter((row) => isShown(row)).toSorted((a, b) => a.id - b.id);
  const sentence = countingSentence(matching);
  const mayClose = gone.filter(({ id }) => shown.some((row) => row.id === id));
  if (json) return output.printJson(shown, { sentence, mayClose });
  output.print(`${shown.length === 0 ? '' : findingTable(shown)}${sentence}\n${goneLines(mayClose)}`);
}
