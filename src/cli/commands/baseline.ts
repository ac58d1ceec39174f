import type { Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { BaselineRow } from '../../store/rows.ts';
import { acceptChange } from '../compose/accept-change.ts';
import { acceptedChanges } from '../compose/accepted-changes.ts';
import { findTarget } from '../compose/find-target.ts';
import { withReader, withStore } from '../compose/stores.ts';
import { userName } from '../compose/user-name.ts';
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
          movedBy: userName(env),
          reason: options.reason,
          at: clock.now(),
        }),
      );
      if (json) return output.printJson(row);
      output.print(moved(row));
    });
  baseline
    .command('accept')
    .argument('<judgement...>', 'what `check` printed: judgement-7')
    .requiredOption('--reason <text>', 'why it is meant to stay')
    .option('--by <name>', 'who accepts it (default: the user name)')
    .option('--baseline <name>', 'the one that moves (default: the one it was held against)')
    .description('accept a judged change: the baseline moves to the runs since, and it is no regression again')
    .action(async (judgements: string[], options: { reason: string; by?: string; baseline?: string }) => {
      const { config: load, clock, json, output, env } = context();
      const config = load();
      for (const [flag, text] of Object.entries(options)) {
        if (text.trim() === '') throw new HarnessError('usage', `--${flag} is empty`);
      }
      const { by = userName(env), ...rest } = options;
      // Refuses plainly where nothing was measured, before a store is made.
      await withReader(config, (reader) => reader.baselines());
      const row = await withStore(context(), config, 'import', (writer, reader) =>
        acceptChange({ judgements, ...rest, by, fallback: config.check.baseline, at: clock.now() }, reader, writer),
      );
      if (json) return output.printJson(row);
      output.print(`${moved(row)}it takes in ${accepts(row)}, accepted by ${row.movedBy}\n`);
    });
  baseline
    .command('list')
    .description('all versions of all baselines')
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
      const { row, changes } = await withReader(config(), async (reader) => {
        const found = await reader.baseline(name);
        if (found === undefined)
          throw new HarnessError('unknown-id', `There is no baseline "${name}"`, { hint: '`evenkeel baseline list` shows them.' });
        return { row: found, changes: await acceptedChanges(reader, found) };
      });
      if (json) return output.printJson({ ...row, accepted: changes });
      const taken = changes.map(
        ({ judgement, key, claim, ratio }) => `  accepted: judgement-${judgement} ${key}, ${claim} ${ratio.toFixed(3)}\n`,
      );
      output.print(`${table([row])}${row.runs.map((uid) => `  ${uid}\n`).join('')}${taken.join('')}`);
    });
}

function moved({ name, version, runs, fromAt, toAt }: BaselineRow): string {
  return `baseline ${name} version ${version}: ${runs.length} runs, ${isoTime(fromAt)} … ${isoTime(toAt)}\n`;
}

function accepts(row: BaselineRow): string {
  return row.accepts.map((id) => `judgement-${id}`).join(', ');
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
      { title: 'accepts' },
      { title: 'reason' },
    ],
    rows.map((row) => [
      row.name,
      String(row.version),
      String(row.runs.length),
      isoTime(row.fromAt),
      isoTime(row.toAt),
      row.movedBy,
      accepts(row),
      row.reason,
    ]),
  );
}
