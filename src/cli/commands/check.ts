import { Option, type Command } from 'commander';
import { EXIT, HarnessError } from '../../core/errors.ts';
import { checkTarget, type CheckReport } from '../compose/check-target.ts';
import { findTarget } from '../compose/find-target.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { comparisonTable } from '../output/comparison-table.ts';

export function addCheckCommand(program: Command, context: () => Context): void {
  program
    .command('check')
    .option('-t, --target <name>', 'what to check (default: default_target of the config)')
    .option('--baseline <name>', 'against this one (default: check.baseline of the config)')
    .addOption(new Option('--require <verdict>', 'equivalent: inconclusive is exit 1 too').choices(['equivalent']))
    .description('the newest runs against the baseline, objectives, open incidents; for cron and CI')
    .addHelpText(
      'after',
      `
Exit codes: 0 equivalent, improvement or inconclusive (said first);
              an undecided objective does not matter
            1 regression, an open incident or an objective that is not met
            3 no baseline, too few units, or the newest run is too old`,
    )
    .action(async (options: { target?: string; baseline?: string; require?: 'equivalent' }) => {
      const { config: load, clock, json, output } = context();
      const config = load();
      const report = await withReader(config, (reader) =>
        checkTarget(config, reader, {
          now: clock.now(),
          target: findTarget(config, options.target),
          baseline: options.baseline ?? config.check.baseline,
        }),
      );
      const exit = exitOf(report, options.require);
      if (report.baseline === null && exit === EXIT.couldNotMeasure)
        throw noBaseline(options.baseline ?? config.check.baseline, config.check.last);
      if (json) output.printJson(report, { exit });
      else output.print(describe(report, exit));
      if (exit === EXIT.couldNotMeasure) throw nothingToSay(report);
      process.exitCode = exit;
    });
}

function exitOf(report: CheckReport, require: 'equivalent' | undefined): number {
  const { verdict, openIncidents, objectives } = report;
  if (openIncidents.length > 0 || objectives.some(({ state }) => state === 'not met') || verdict === 'regression') return EXIT.findings;
  if (report.couldNot !== null) return EXIT.couldNotMeasure;
  return require === 'equivalent' && verdict !== 'equivalent' && verdict !== 'improvement' ? EXIT.findings : EXIT.measured;
}

/** Said as an error only where nothing else was found. */
function noBaseline(name: string, last: number): HarnessError {
  return new HarnessError('no-baseline', `There is no baseline "${name}"`, {
    hint: `Set one from the newest runs: evenkeel baseline set ${name} --last ${last}`,
  });
}

/** The verdict is printed all the same: this is for whoever reads only stderr. */
function nothingToSay({ target, couldNot }: CheckReport): HarnessError {
  return new HarnessError('too-few-units', `check has no verdict on ${target}: ${couldNot}`, {
    hint: `Measure it: evenkeel run --target ${target}`,
  });
}

function describe(report: CheckReport, exit: number): string {
  const lines = [
    `${report.couldNot ?? report.verdict}${report.couldNot === null && report.need !== null ? `: ${report.need} runs or hosts a side would decide` : ''}`,
  ];
  for (const incident of report.openIncidents)
    lines.push(`open incident-${incident.id}: ${incident.target} ${incident.subjectKey} (${incident.kind})`);
  for (const incident of report.abandonedIncidents)
    lines.push(`incident-${incident.id} stays open and does not count: the config has no probe ${incident.subjectKey} any more`);
  for (const { id, state, reason } of report.objectives)
    if (state !== 'met') lines.push(`objective ${id}: ${state}${reason === null ? '' : ` (${reason})`}`);
  if (report.runs.length > 0) for (const { key, reason } of report.refused) lines.push(`not compared: ${key}: ${reason}`);
  const table = comparisonTable(report.series.map(({ key, ...claims }) => ({ metric: key, ...claims })));
  return `${lines.join('\n')}\n${table}${exit === EXIT.measured ? '' : `exit ${exit}\n`}`;
}
