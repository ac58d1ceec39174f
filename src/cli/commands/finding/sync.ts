import { Option, type Command } from 'commander';
import { EXIT, HarnessError } from '../../../core/errors.ts';
import { findFinding } from '../../compose/find-finding.ts';
import { openJira } from '../../compose/jira.ts';
import { withReader, withStore } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { durationOption } from '../../options.ts';
import { describeSync } from '../../output/describe-sync.ts';

interface SyncFlags {
  readonly dryRun?: boolean;
  readonly keep?: 'ours' | 'theirs';
  readonly retry?: boolean;
  readonly wait: number;
}

export function addFindingSync(finding: Command, context: () => Context): void {
  finding
    .command('sync')
    .argument('[finding...]', 'only these: finding-3')
    .option('-n, --dry-run', 'ask JIRA, tell what would be done, and change nothing')
    .addOption(
      new Option('--keep <side>', 'whose status wins where both changed; only for findings that are named').choices(['ours', 'theirs']),
    )
    .option('--retry', 'try again what was given up')
    .addOption(
      new Option('--wait <duration>', 'how long to wait for messages that must be sent later')
        .argParser(durationOption)
        .default(10_000, '10s'),
    )
    .description('bring the register and JIRA together: tickets, comments, statuses both ways')
    .addHelpText(
      'after',
      `
Exit 1: something is to be looked into (both sides changed, a status without a name in the config,
a ticket that is gone), or a message was given up. Exit 3: nothing could be asked of JIRA; what is
to be sent waits in the outbox. docs/jira.md tells how tickets are kept from being made twice.`,
    )
    .action((ids: readonly string[], options: SyncFlags) => sync(context(), ids, options));
}

async function sync(context: Context, ids: readonly string[], options: SyncFlags): Promise<void> {
  const { config: load, json, output, signal } = context;
  const config = load();
  const { dryRun = false, retry = false, keep = null, wait: waitMs } = options;
  if (config.jira === null) {
    throw new HarnessError('usage', 'The config has no section jira', {
      place: config.file,
      hint: 'Add url, api, project, token_env and statuses: docs/jira.md has an example.',
    });
  }
  if (keep !== null && ids.length === 0) {
    throw new HarnessError('usage', '--keep decides conflicts of findings that are named', {
      hint: `Name them, as in \`evenkeel finding sync finding-3 --keep ${keep}\`.`,
    });
  }
  const syncWithJira = openJira(context, config.jira);
  // Refuses plainly where nothing was measured, before a store is made.
  const only = await withReader(config, (reader) => Promise.all(ids.map(async (id) => (await findFinding(id, reader)).id)));
  const wishes = { keep, dryRun, retry, waitMs, ...(ids.length === 0 ? {} : { only }) };
  const outcome = await withStore(context, config, 'import', (writer, reader) => syncWithJira(writer, reader, wishes));
  if (json) output.printJson(outcome, { dryRun });
  else output.print(describeSync(outcome, dryRun));
  if (signal.aborted) process.exitCode = EXIT.interrupted;
  else if (outcome.problems.length > 0 || outcome.dead.length > 0) process.exitCode = EXIT.findings;
}
