import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { systemClock } from '../core/clock.ts';
import { PACKAGE_ROOT } from '../core/entry.ts';
import { EXIT } from '../core/errors.ts';
import { redactor } from '../core/redact.ts';
import { addBaselineCommand } from './commands/baseline.ts';
import { addCampaignCommand } from './commands/campaign.ts';
import { addCheckCommand } from './commands/check.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDashboardsCommand } from './commands/dashboards.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEventCommand } from './commands/event.ts';
import { addInstancesCommand } from './commands/instances.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunCommand } from './commands/run.ts';
import { addShowCommand } from './commands/show.ts';
import { addUpCommand } from './commands/up.ts';
import { createLogger, parseLevel } from './compose/logger.ts';
import { secretsWithin } from './compose/secrets-within.ts';
import { loadSecrets } from './compose/secrets.ts';
import { findConfig } from './compose/find-config.ts';
import type { OpenProvider } from './compose/open-provider.ts';
import type { Context } from './context.ts';
import { printError } from './output/print-error.ts';

interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly logLevel: string;
}

/** The command line: parses, composes, runs one command, prints what went wrong, sets the exit code. */
export async function main(
  argv: readonly string[] = process.argv,
  openKind: OpenProvider = (kind, settings, deps) => kind.open(settings, deps),
): Promise<void> {
  const signals = listenToSignals();
  const secrets = loadSecrets(process.env);
  const redact = (text: string): string => redactor(secrets.values())(text);
  const program = createProgram();
  const context = (): Context => {
    const options = program.opts<GlobalOptions>();
    const print = (text: string): void => void process.stdout.write(redact(text));
    const json = options.json === true;
    return {
      version: version(),
      clock: systemClock,
      env: process.env,
      cwd: process.cwd(),
      output: {
        print,
        printJson: (data, meta = {}) => print(`${JSON.stringify({ data, meta })}\n`),
        say: (text) => void process.stderr.write(redact(text)),
        stderr: process.stderr,
      },
      log: createLogger(parseLevel(options.logLevel), process.stderr, redact),
      redact,
      secrets,
      signal: signals.first,
      config: () => {
        const config = findConfig(options.config, process.cwd());
        for (const [index, secret] of secretsWithin(config).entries()) secrets.add(`config ${index}`, secret);
        return config;
      },
      json,
      openKind,
    };
  };
  addCommands(program, context);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode =
      error instanceof CommanderError
        ? error.exitCode === 0
          ? EXIT.measured
          : EXIT.usage
        : printError(error, (text) => process.stderr.write(text), redact);
  } finally {
    signals.close();
  }
}

function createProgram(): Command {
  return new Command('evenkeel')
    .description('Says whether a cloud is steady: runs jobs on rented instances, probes services, keeps every timing, writes the report.')
    .version(version())
    .option('-c, --config <file>', 'config file (default: evenkeel.yaml here, else the shipped one)')
    .option('--json', 'print data as JSON: {data, meta}')
    .option('--log-level <level>', 'debug, info, warn, error, silent', 'warn')
    .addHelpText(
      'after',
      `
Exit codes: 0 measured · 1 findings · 2 usage or config · 3 could not measure · 4 something rented was not released · 70 a bug · 130 interrupted`,
    )
    .exitOverride()
    .showHelpAfterError('(evenkeel --help shows what there is)');
}

function addCommands(program: Command, context: () => Context): void {
  addRunCommand(program, context);
  addUpCommand(program, context);
  addCheckCommand(program, context);
  addReportCommand(program, context);
  addCampaignCommand(program, context);
  addBaselineCommand(program, context);
  addEventCommand(program, context);
  addShowCommand(program, context);
  addInstancesCommand(program, context);
  addDashboardsCommand(program, context);
  addConfigCommand(program, context);
  addDoctorCommand(program, context);
  for (const command of program.commands) inheritSettings(command);
}

function inheritSettings(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) inheritSettings(child);
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string };
  return text;
}

/** The first SIGINT or SIGTERM asks everything to drain and release; the second ends at once, and the guards end the rest. */
function listenToSignals(): { readonly first: AbortSignal; close(): void } {
  const first = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (first.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write(`\n${name}: releasing what was rented; once more ends at once\n`);
    first.abort(new Error(`interrupted by ${name}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    first: first.signal,
    close() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
