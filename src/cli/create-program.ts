import { Command, Option, type CommanderError } from 'commander';
import { HarnessError } from '../core/errors.ts';
import { addAnalyzeCommand } from './commands/analyze.ts';
import { addBaselineCommand } from './commands/baseline.ts';
import { addCampaignCommand } from './commands/campaign.ts';
import { addCheckCommand } from './commands/check.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDashboardsCommand } from './commands/dashboards.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEventCommand } from './commands/event.ts';
import { addFindingCommand } from './commands/finding.ts';
import { addHelpCommand } from './commands/help.ts';
import { addImportCommand } from './commands/import.ts';
import { addInstancesCommand } from './commands/instances.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunCommand } from './commands/run.ts';
import { addShowCommand } from './commands/show.ts';
import { addUpCommand } from './commands/up.ts';
import { LEVELS, type Level } from './compose/logger.ts';
import type { Context } from './context.ts';

export interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly logLevel: Level;
}

/** Lines of help are never longer: a wide terminal does not make long lines readable. */
const MOST_COLUMNS = 100;

const EXAMPLES = `
Examples:
  evenkeel run                                        measure this machine and write the report
  evenkeel run -t cloud --campaign before --repeat 5  five runs that belong together
  evenkeel report compare before after                did the upgrade help? level and spread
  evenkeel baseline set main --last 5                 what later runs are held against
  evenkeel check                                      for cron and CI: 1 means it got worse
  evenkeel analyze times.csv                          what a file says: spread, changes, outages
  evenkeel import times.csv                           the same rows into the store, each once
  evenkeel plan --change 10%                          how many instances and jobs a verdict takes
  evenkeel up                                         keep watching, until Ctrl-C
  evenkeel doctor                                     what is here, and what each absence costs

Exit codes:
    0  measured
    1  findings: a threshold or --fail-on of run; a regression, incident or objective of check
    2  usage or config
    3  could not measure
    4  something rented was not released
   70  a bug
  130  interrupted

Every error in full: docs/errors.md. Every key of the config: docs/configuration.md.`;

/** The whole command line; `columns`: width of the terminal. Errors of usage reject as HarnessError `usage`. */
export function createProgram(version: string, columns: number, context: () => Context): Command {
  const program = new Command('evenkeel')
    .description('Says whether a cloud is steady: runs jobs on rented instances, probes services, keeps every timing, writes the report.')
    .version(version, '-V, --version', 'print the version')
    .option('-c, --config <file>', 'config file (default: evenkeel.yaml here, else the shipped one)')
    .option('--json', 'print data as JSON: {data, meta}')
    .addOption(new Option('--log-level <level>', 'what goes to stderr beside errors').choices([...LEVELS]).default('warn'))
    .addHelpText('after', EXAMPLES);
  for (const add of COMMANDS) add(program, context);
  addHelpCommand(program);
  settle(program, Math.min(columns, MOST_COLUMNS));
  return program;
}

const COMMANDS = [
  addRunCommand,
  addUpCommand,
  addCheckCommand,
  addAnalyzeCommand,
  addReportCommand,
  addCampaignCommand,
  addBaselineCommand,
  addPlanCommand,
  addEventCommand,
  addFindingCommand,
  addImportCommand,
  addShowCommand,
  addInstancesCommand,
  addDashboardsCommand,
  addConfigCommand,
  addDoctorCommand,
];

/** What commander does not hand down to commands that were added before. */
function settle(command: Command, width: number): void {
  command
    .helpCommand(false)
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined, getOutHelpWidth: () => width, getErrHelpWidth: () => width })
    .exitOverride((error) => {
      throw usageError(command, error);
    });
  if (command.commands.length === 0) return;
  command.allowExcessArguments().action(() => {
    const [word] = command.args;
    if (word === undefined && command.parent === null) return command.help({ error: true });
    const path = nameOf(command);
    const message = word === undefined ? `${path} needs a command` : `There is no command "${path} ${word}"`;
    throw new HarnessError('usage', message, {
      hint: `There is ${command.commands.map((child) => child.name()).join(', ')}: \`${path} --help\` explains them.`,
    });
  });
  for (const child of command.commands) settle(child, width);
}

/** Help and version, which were printed, stay what they are; everything else is told as all errors are. */
function usageError(command: Command, error: CommanderError): Error {
  if (error.exitCode === 0 || error.code === 'commander.help') return error;
  return new HarnessError('usage', error.message.replace(/^error: /, ''), {
    hint: `\`${nameOf(command)} --help\` shows what there is.`,
  });
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
