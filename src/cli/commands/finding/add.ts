import { Option, type Command } from 'commander';
import { HarnessError } from '../../../core/errors.ts';
import type { FindingStatus, Impact } from '../../../core/finding.ts';
import { findingLinks } from '../../compose/finding-links.ts';
import { findTarget } from '../../compose/find-target.ts';
import { blockOf, lineOf } from '../../compose/register-text.ts';
import { withStore } from '../../compose/stores.ts';
import { userName } from '../../compose/user-name.ts';
import type { Context } from '../../context.ts';
import { instantOption } from '../../options.ts';
import { byOption, impactOption, linkOption, statusOption } from './options.ts';

interface AddOptions {
  readonly impact: Impact;
  readonly description?: string;
  readonly target?: string;
  readonly reporter?: string;
  readonly intended?: string;
  readonly status?: FindingStatus;
  readonly waiver?: string;
  readonly opened?: number;
  readonly link?: readonly string[];
  readonly reason: string;
  readonly by?: string;
}

export function addFindingAdd(finding: Command, context: () => Context): void {
  finding
    .command('add')
    .argument('<title>', 'what is wrong, in one line')
    .addOption(impactOption().makeOptionMandatory())
    .option('--description <text>', 'more about it')
    .option('--target <name>', 'the target it concerns; all where absent')
    .option('--reporter <name>', 'who noticed it (default: who enters it)')
    .option('--intended <text>', 'what is meant to be done about it')
    .addOption(statusOption())
    .option('--waiver <text>', 'for Resolved: why no judgement shows it')
    .addOption(new Option('--opened <instant>', 'when it came up (ISO 8601, UTC); now where absent').argParser(instantOption))
    .addOption(linkOption())
    .option('--reason <text>', 'the first line of its history', 'entered')
    .addOption(byOption())
    .description('enter a finding')
    .action((title: string, options: AddOptions) => add(context(), title, options));
}

async function add(context: Context, title: string, options: AddOptions): Promise<void> {
  const { config: load, clock, env, json, output } = context;
  const config = load();
  const at = clock.now();
  const { status = 'Open', waiver, opened: openedAt = at } = options;
  const who = lineOf(options.by ?? userName(env), '--by');
  if (openedAt > at) throw new HarnessError('usage', '--opened is in the future', { hint: 'Give it in UTC, or with its offset.' });
  if (waiver !== undefined && status !== 'Resolved') throw new HarnessError('usage', '--waiver is for --status Resolved only');
  if (status === 'Resolved' && waiver === undefined) {
    throw new HarnessError('usage', 'Nothing shows a finding resolved that is only just entered', {
      hint: 'Say why it is taken for resolved: --waiver TEXT. Or enter it as Open, and set it to Resolved with the judgement that shows it.',
    });
  }
  const entry = {
    title: lineOf(title, 'the title'),
    impact: options.impact,
    description: blockOf(options.description),
    target: options.target === undefined ? null : findTarget(config, options.target).name,
    reporter: options.reporter === undefined ? who : lineOf(options.reporter, '--reporter'),
    intended: blockOf(options.intended),
    status,
    basis: waiver === undefined ? null : { kind: 'waiver' as const, ref: lineOf(waiver, '--waiver') },
    source: null,
    externalId: null,
    at,
    openedAt,
    who,
    reason: lineOf(options.reason, '--reason'),
  };
  const row = await withStore(context, config, 'import', async (writer, reader) => {
    const links = await findingLinks(options.link ?? [], reader);
    const [entered] = await writer.enterFindings([{ ...entry, links }]);
    return reader.finding(entered?.id ?? 0);
  });
  if (json) return output.printJson(row);
  output.print(`finding-${row?.id}: ${row?.impact}, ${row?.status}: ${row?.title}\n`);
}
