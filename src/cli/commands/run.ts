import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { writeDashboards } from '../../../dashboards/write.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import { EXIT, HarnessError } from '../../core/errors.ts';
import type { ScenarioPlan } from '../../run/ports.ts';
import type { RunOutcome } from '../../run/run.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import { chooseEngine, type EngineChoice } from '../compose/engines.ts';
import { ensureFolder } from '../compose/ensure-folder.ts';
import { findFindings, type Found } from '../compose/find-findings.ts';
import { findTarget } from '../compose/find-target.ts';
import { goneFindings, goneLines } from '../compose/gone-findings.ts';
import { measure } from '../compose/measure.ts';
import { openProvider } from '../compose/open-provider.ts';
import { modelOf, reportRun } from '../compose/report-run.ts';
import { reportWriter } from '../compose/report-writer.ts';
import { parseScenarios, planScenarios, SHIPPED } from '../compose/scenarios.ts';
import { entropy, withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { durationOption, wholeNumber } from '../options.ts';
import { progressLine } from '../output/progress-line.ts';
import { runProblems } from '../output/run-problems.ts';

interface RunOptions {
  readonly target?: string;
  readonly campaign?: string;
  readonly instances?: number;
  readonly jobs?: number;
  readonly repeat: number;
  readonly scenarios?: string;
  readonly engine: EngineChoice;
  readonly k6?: string;
  readonly atLeast?: number;
  readonly limit: number;
  readonly seed?: number;
  readonly failOn?: 'findings' | 'outage' | 'objective';
  readonly quiet?: boolean;
}

export function addRunCommand(program: Command, context: () => Context): void {
  program
    .command('run')
    .argument('[script]', 'a k6 script of your own; the shipped scenarios where absent')
    .option('-t, --target <name>', 'what to measure (default: default_target of the config)')
    .option('--campaign <name>', 'the campaign this run belongs to')
    .addOption(new Option('--instances <n>', 'instances to rent').argParser(wholeNumber(1, 1_000)))
    .addOption(new Option('--jobs <n>', 'jobs of each kind, in all').argParser(wholeNumber(0, 1_000_000)))
    .addOption(
      new Option('--repeat <n>', 'so many runs, one after the other; data of --json is a list then')
        .argParser(wholeNumber(1, 10_000))
        .default(1),
    )
    .option('--scenarios <list>', `of the shipped ones only these: ${SHIPPED.join(', ')}`)
    .addOption(new Option('--engine <engine>', 'auto takes k6 where there is one').choices(['auto', 'k6', 'embedded']).default('auto'))
    .option('--k6 <path>', 'the k6 to use (default: K6_BIN, PATH)')
    .addOption(
      new Option('--at-least <duration>', 'probes go on at least this long (default: at_least of the target)').argParser(durationOption),
    )
    .addOption(
      new Option('--limit <duration>', 'an execution that takes longer is ended').argParser(durationOption).default(3_600_000, '1h'),
    )
    .addOption(new Option('--seed <n>', 'for everything that chance decides; stored with the run').argParser(wholeNumber(0, 0xffff_ffff)))
    .addOption(new Option('--fail-on <what>', 'exit 1 when the run finds this').choices(['findings', 'outage', 'objective']))
    .option('-q, --quiet', 'no progress line')
    .description('measure a target once and write the report')
    .action((script: string | undefined, options: RunOptions) => run(context(), script, options));
}

async function run(context: Context, script: string | undefined, options: RunOptions): Promise<void> {
  const config = context.config();
  const target = findTarget(config, options.target);
  const scenarios = plannerOf(context, target, script, options);
  const engine = await chooseEngine(context, options.engine, options.k6);
  // Better now than after everything was measured.
  ensureFolder(config.reports, 'Give it to the user who runs Evenkeel, or name another in the config (reports).');
  await withStore(context, config, 'run', async (writer, reader) => {
    let worst: number = EXIT.measured;
    const concluded: object[] = [];
    for (let round = 0; round < options.repeat && !context.signal.aborted; round += 1) {
      const line = options.quiet === true ? null : progressLine(context.output.stderr);
      const outcome = await measure(
        { context, config, writer, reader },
        {
          target,
          campaign: options.campaign ?? null,
          instances: options.instances ?? target.instances,
          jobs: jobsOf(target, options),
          scenarios,
          engine,
          atLeastMs: options.atLeast ?? target.atLeastMs,
          seed: options.seed ?? entropy(),
          progress: (progress) => line?.show(progress),
          openProvider: () => openProvider(context, config, target),
        },
      ).finally(() => line?.end());
      const { found, data } = await conclude(context, config, writer, reader, outcome, target);
      concluded.push(data);
      worst = Math.max(worst, exitOf(outcome, found, options.failOn));
    }
    if (context.json) context.output.printJson(options.repeat === 1 ? concluded[0] : concluded);
    process.exitCode = worst;
  });
}

/** Findings into the register, then the report, then the last words on the terminal. */
async function conclude(
  context: Context,
  config: Config,
  writer: StoreWriter,
  reader: StoreReader,
  outcome: RunOutcome,
  target: TargetConfig,
): Promise<{ readonly found: readonly Found[]; readonly data: object }> {
  const { clock, output, json } = context;
  const model = await modelOf(config, reader, [outcome.uid]);
  const found = await findFindings(model, outcome.uid, target.name, clock.now(), writer, config);
  const written = await reportRun(config, reader, outcome.uid, await reportWriter(context, {}), undefined);
  writeDashboards(join(written.folder, 'dashboards'), Object.values(config.targets));
  output.say(runProblems(outcome));
  const open = (await reader.findings({ open: true })).filter((row) => row.target === target.name);
  output.say(goneLines(await goneFindings(open, config.findings, reader, clock.now())));
  if (!json) output.print(withReportPath(written.summary, join(written.folder, 'report.md')));
  const findings = found.map(({ id, draft, isNew }) => ({ id, isNew, title: draft.title, impact: draft.impact }));
  return { found, data: { ...outcome, report: written.folder, findings } };
}

/** The path before the last line: that one counts findings. */
function withReportPath(summary: string, path: string): string {
  return summary.replace(/[^\n]*\n$/, (last) => `report: ${path}\n${last}`);
}

function jobsOf(target: TargetConfig, options: RunOptions): { readonly [kind: string]: number } {
  return Object.fromEntries(Object.entries(target.jobs).map(([kind, { count }]) => [kind, options.jobs ?? count]));
}

function plannerOf(
  context: Context,
  target: TargetConfig,
  script: string | undefined,
  options: RunOptions,
): (workDir: string) => readonly ScenarioPlan[] {
  const { limit: limitMs } = options;
  if (script !== undefined) {
    const path = resolve(context.cwd, script);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile())
      throw new HarnessError('unknown-scenario', 'There is no such script', {
        place: path,
        hint: `Name a k6 script (.ts or .js), or leave it out to run ${SHIPPED.join(', ')}.`,
      });
    const name = basename(path).replace(/\.[^.]+$/, '');
    return (workDir) => [
      { name, script: path, role: 'user', env: {}, usesGateway: false, promises: [], limitMs, workDir: join(workDir, 'script') },
    ];
  }
  const chosen = options.scenarios === undefined ? SHIPPED : parseScenarios(options.scenarios);
  return (workDir) =>
    planScenarios({ target, chosen, instances: options.instances ?? target.instances, jobs: jobsOf(target, options), limitMs, workDir });
}

function exitOf(outcome: RunOutcome, found: readonly Found[], failOn: RunOptions['failOn']): number {
  if (outcome.exit !== EXIT.measured || failOn === undefined) return outcome.exit;
  const prefix = { findings: '', outage: 'outage:', objective: 'objective:' }[failOn];
  return found.some(({ draft }) => draft.rule.startsWith(prefix)) ? EXIT.findings : EXIT.measured;
}
