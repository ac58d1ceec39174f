import { Option, type Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { findTarget } from '../compose/find-target.ts';
import { planByHand, planSeries } from '../compose/plan-series.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { positiveNumber, shareWithin, wholeNumber } from '../options.ts';
import { describePlan } from '../output/describe-plan.ts';

interface PlanCommandOptions {
  readonly target?: string;
  readonly metric?: string;
  readonly campaign?: string;
  readonly last?: number;
  readonly within?: number;
  readonly between?: number;
  readonly change: number;
  readonly power: number;
  readonly margin?: number;
  readonly alpha?: number;
  readonly jobs?: number;
  readonly units?: number;
  readonly cost?: number;
  readonly precision?: number;
  readonly pairs: number;
  readonly seed: number;
}

/** Where no runs say how many jobs there are in a unit. */
const JOBS_BY_HAND = 20;

export function addPlanCommand(program: Command, context: () => Context): void {
  const option = <T>(flags: string, words: string, parse: (text: string) => T): Option => new Option(flags, words).argParser(parse);
  program
    .command('plan')
    .option('-t, --target <name>', 'whose runs (default: default_target of the config)')
    .option('--metric <name>', 'a metric, or one series as `check` names it (default: job_duration_seconds)')
    .option('--campaign <name>', 'the scatter of the finished runs of this campaign')
    .addOption(option('--last <n>', 'the scatter of the newest n finished runs (default: 20)', wholeNumber(1, 10_000)))
    .addOption(option('--within <share>', 'by hand, without a store: scatter of the jobs of one unit (CV)', shareWithin(0, 3)))
    .addOption(option('--between <share>', 'by hand: scatter between units (CV)', shareWithin(0, 3)))
    .addOption(option('--change <share>', 'that should be called a regression', shareWithin(0.001, 10)).default(0.1, '10%'))
    .addOption(option('--power <share>', 'with this probability', shareWithin(0.05, 0.99)).default(0.8, '80%'))
    .addOption(option('--margin <share>', 'smallest change that matters (default: check.margin of the config)', shareWithin(0.001, 0.99)))
    .addOption(
      option('--alpha <share>', 'false alarms of one comparison (default: the alarm budget of check)', shareWithin(0.000001, 0.05)),
    )
    .addOption(option('--jobs <n>', 'jobs in a unit (default: as measured; by hand 20)', wholeNumber(1, 10_000)))
    .addOption(option('--units <n>', 'units a side today (default: the baseline, check.last runs)', wholeNumber(1, 200)))
    .addOption(option('--cost <n>', 'of a unit before its first job, in jobs (default: as measured)', positiveNumber(1_000_000)))
    .addOption(option('--precision <share>', 'also: jobs until the median of one unit is known so well', shareWithin(0.001, 0.5)))
    .addOption(option('--pairs <n>', 'simulated comparisons a figure', wholeNumber(100, 20_000)).default(400))
    .addOption(option('--seed <n>', 'of the simulation', wholeNumber(0, 4_294_967_295)).default(1))
    .description("how many instances and jobs a verdict takes, and what today's schedule can see")
    .addHelpText(
      'after',
      `
A unit is an independent host, or the run where instances share one. The
figures are of the level; they come from simulating such units and judging
them as \`check\` does. A change within the margin is never a regression.`,
    )
    .action(async (options: PlanCommandOptions) => {
      refuse(options);
      const { config: load, json, output } = context();
      const config = load();
      const { change, within, between, metric = 'job_duration_seconds', target: named, ...rest } = options;
      const asked = { ...rest, ratio: 1 + change };
      const plans =
        within === undefined || between === undefined
          ? await withReader(config, (reader) => planSeries(config, reader, { ...asked, metric, target: findTarget(config, named).name }))
          : [planByHand(config, { withinCv: within, betweenCv: between, jobs: options.jobs ?? JOBS_BY_HAND }, asked)];
      if (json) {
        const { power, pairs, seed } = options;
        return output.printJson(plans, { change, power, pairs, seed });
      }
      output.print(describePlan(plans, asked));
    });
}

function refuse({ within, between, campaign, last, metric, target }: PlanCommandOptions): void {
  const hint = 'For example: evenkeel plan --within 5% --between 3%';
  if ((within === undefined) !== (between === undefined)) {
    throw new HarnessError('usage', 'plan by hand needs both --within and --between', { hint });
  }
  if (campaign !== undefined && last !== undefined) {
    throw new HarnessError('usage', 'plan takes either --campaign or --last', { hint: 'Without either it takes the newest 20 runs.' });
  }
  const stored = Object.entries({ campaign, last, metric, target }).find(([, value]) => value !== undefined);
  if (within !== undefined && stored !== undefined) {
    throw new HarnessError('usage', `plan takes --${stored[0]} from the store, and --within with --between by hand: not both`, { hint });
  }
}
