import { Option, type Command } from 'commander';
import type { Config } from '../../config/types.ts';
import { EXIT, HarnessError } from '../../core/errors.ts';
import { checkTarget, type CheckReport } from '../compose/check-target.ts';
import { findTarget } from '../compose/find-target.ts';
import { storeVerdicts, type StoredVerdicts } from '../compose/store-verdicts.ts';
import { withReader, withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { wholeNumber } from '../options.ts';
import { describeCheck } from '../output/describe-check.ts';

interface CheckCommandOptions {
  readonly target?: string;
  readonly baseline?: string;
  readonly require?: 'equivalent';
  readonly seed: number;
}

export function addCheckCommand(program: Command, context: () => Context): void {
  program
    .command('check')
    .option('-t, --target <name>', 'what to check (default: default_target of the config)')
    .option('--baseline <name>', 'against this one (default: check.baseline of the config)')
    .addOption(new Option('--require <verdict>', 'equivalent: inconclusive is exit 1 too').choices(['equivalent']))
    .addOption(new Option('--seed <n>', 'of the bootstrap beside each level').argParser(wholeNumber(0, 4_294_967_295)).default(1))
    .description('the newest runs against the baseline, objectives, open incidents; for cron and CI')
    .addHelpText(
      'after',
      `
Exit codes: 0 equivalent, improvement or inconclusive (said first);
              an undecided objective does not matter
            1 regression, an open incident or an objective that is not met
            3 no baseline, too few units, or the newest run is too old
Each verdict is stored: \`evenkeel show judgement-7\`. A regression that is
meant to stay: \`evenkeel baseline accept judgement-7 --reason TEXT\`.`,
    )
    .action(async (options: CheckCommandOptions) => {
      const { config: load, clock, json, output } = context();
      const config = load();
      const name = options.baseline ?? config.check.baseline;
      const now = clock.now();
      const target = findTarget(config, options.target);
      const { seed } = options;
      const report = await withReader(config, (reader) => checkTarget(config, reader, { now, target, baseline: name, seed }));
      const exit = exitOf(report, options.require);
      if (report.baseline === null && exit === EXIT.couldNotMeasure) throw noBaseline(name, config.check.last);
      const judgements = await stored(context(), config, report, { at: now, seed });
      if (json) output.printJson({ ...report, judgements }, { exit });
      else output.print(describeCheck(report, judgements, exit));
      if (exit === EXIT.couldNotMeasure) throw nothingToSay(report);
      process.exitCode = exit;
    });
}

/** What a check says does not depend on whether it can be stored: that is told beside it. */
async function stored(
  context: Context,
  config: Config,
  report: CheckReport,
  judged: { readonly at: number; readonly seed: number },
): Promise<readonly StoredVerdicts[]> {
  if (report.series.length === 0) return [];
  try {
    return await withStore(context, config, 'import', (writer) => storeVerdicts(report, writer, judged));
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    context.output.say(`the verdicts were not stored: ${error.message}\n`);
    return [];
  }
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
