import type { Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { BaselineRow } from '../../store/rows.ts';
import { findTarget } from '../compose/find-target.ts';
import { withReader, withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { wholeNumber } from '../options.ts';
import { textTable } from '../output/table.ts';

export function addBaselineCommand(program: Command, context: () => Context): void {
  const baseline = program.command('baseline').description('what `check` holds new runs against; moves only by hand');
  baseline
    .command('set')
    .argument('<name>')
    .option('--campaign <name>', 'the finished runs of this campaign')
    .option('--last <n>', 'the newest n finished runs', wholeNumber(1, 10_000))
    .option('--target <name>', 'of this target')
    .option('--reason <text>', 'why it moved', 'set by hand')
    .description('set a baseline, or move it (a new version)')
    .action(async (name: string, options: { campaign?: string; last?: number; target?: string; reason: string }) => {
      if ((options.campaign === undefined) === (options.last === undefined)) {
        throw new HarnessError('usage', 'baseline set needs either --campaign or --last', {
          hint: 'For example: evenkeel baseline set main --last 5',
        });
      }
      const { config: load, clock, json, output, env } = context();
      const config = load();
      const target = findTarget(config, options.target).name;
      const filter = options.campaign === undefined ? { last: options.last ?? 1 } : { campaign: options.campaign };
      const runs = await withReader(config, (reader) => reader.runs({ ...filter, target, state: 'done' }));
      if (runs.length === 0)
        throw new HarnessError(
          'no-data',
          `There is no finished run of ${target}${options.campaign === undefined ? '' : ` in campaign "${options.campaign}"`}`,
          { hint: 'Run `evenkeel run` first.' },
        );
      const row = await withStore(context(), config, 'import', (writer) =>
        writer.setBaseline({
          name,
          runs: runs.map(({ uid }) => uid),
          movedBy: env['USER'] ?? env['LOGNAME'] ?? 'unknown',
          reason: options.reason,
          at: clock.now(),
        }),
      );
      if (json) return output.printJson(row);
      output.print(`baseline ${row.name} version ${row.version}: ${row.runs.length} runs, ${isoTime(row.fromAt)} … ${isoTime(row.toAt)}\n`);
    });
  baseline
    .command('list')
    .description('all baselines, newest version of each')
    .action(async () => {
      const { config, json, output } = context();
      const rows = await withReader(config(), (reader) => reader.baselines());
      if (json) return output.printJson(rows);
      output.print(rows.length === 0 ? 'no baseline yet: `evenkeel baseline set NAME --last N` makes one\n' : table(rows));
    });
  baseline
    .command('show')
    .argument('<name>')
    .description('one baseline and its runs')
    .action(async (name: string) => {
      const { config, json, output } = context();
      const row = await withReader(config(), (reader) => reader.baseline(name));
      if (row === undefined)
        throw new HarnessError('unknown-id', `There is no baseline "${name}"`, { hint: '`evenkeel baseline list` shows them.' });
      if (json) return output.printJson(row);
      output.print(`${table([row])}${row.runs.map((uid) => `  ${uid}\n`).join('')}`);
    });
}

function table(rows: readonly BaselineRow[]): string {
  return textTable(
    [
      { title: 'baseline' },
      { title: 'version', right: true },
      { title: 'runs', right: true },
      { title: 'from' },
      { title: 'to' },
      { title: 'moved by' },
      { title: 'reason' },
    ],
    rows.map((row) => [
      row.name,
      String(row.version),
      String(row.runs.length),
      isoTime(row.fromAt),
      isoTime(row.toAt),
      row.movedBy,
      row.reason,
    ]),
  );
}
