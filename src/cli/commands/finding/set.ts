import type { Command } from 'commander';
import type { Config } from '../../../config/types.ts';
import { HarnessError } from '../../../core/errors.ts';
import type { FindingBasis, FindingLink, FindingStatus, Impact } from '../../../core/finding.ts';
import type { StoreReader } from '../../../store/api.ts';
import type { FindingRow } from '../../../store/rows.ts';
import { findFinding } from '../../compose/find-finding.ts';
import { basisWords, judgedBasis } from '../../compose/finding-basis.ts';
import { findingLinks } from '../../compose/finding-links.ts';
import { findTarget } from '../../compose/find-target.ts';
import { recheckFinding, type Rechecked } from '../../compose/recheck-finding.ts';
import { blockOf, lineOf } from '../../compose/register-text.ts';
import { withReader, withStore } from '../../compose/stores.ts';
import { userName } from '../../compose/user-name.ts';
import type { Context } from '../../context.ts';
import { byOption, impactOption, linkOption, statusOption } from './options.ts';

interface SetOptions {
  readonly title?: string;
  readonly impact?: Impact;
  readonly description?: string;
  readonly target?: string;
  readonly reporter?: string;
  readonly intended?: string;
  readonly status?: FindingStatus;
  readonly waiver?: string;
  readonly recheck?: boolean;
  readonly link?: readonly string[];
  readonly reason?: string;
  readonly by?: string;
}

export function addFindingSet(finding: Command, context: () => Context): void {
  finding
    .command('set')
    .argument('<finding>', 'finding-3')
    .addOption(statusOption())
    .option('--reason <text>', 'why; a change of status needs one')
    .option('--waiver <text>', 'for Resolved: why no judgement shows it')
    .option('--recheck', 'for Resolved: the rule that found it looks again at everything since the fix')
    .addOption(linkOption())
    .option('--title <text>', 'a better one')
    .addOption(impactOption())
    .option('--description <text>', 'more about it; an empty one takes it away')
    .option('--target <name>', 'the target it concerns')
    .option('--reporter <name>', 'who noticed it')
    .option('--intended <text>', 'what is meant to be done about it; an empty one takes it away')
    .addOption(byOption())
    .description('change a finding; every change of status goes into its history')
    .addHelpText(
      'after',
      `
Resolved needs something that shows it: a linked judgement that was made after the fix and says
improvement or equivalent; or --recheck; or --waiver. docs/findings.md tells which judgements do.`,
    )
    .action((id: string, options: SetOptions) => set(context(), id, options));
}

async function set(context: Context, id: string, options: SetOptions): Promise<void> {
  const { config: load, clock, env, json, output } = context;
  const config = load();
  const { by, ...wanted } = options;
  if (Object.keys(wanted).length === 0)
    throw new HarnessError('usage', 'finding set changes nothing', { hint: 'Say what: --status, --impact, --link …' });
  if (options.status !== undefined && options.reason === undefined)
    throw new HarnessError('usage', 'A change of status needs a reason', { hint: 'Add --reason TEXT: it goes into the history.' });
  const who = lineOf(by ?? userName(env), '--by');
  const change = fieldsOf(config, options);
  // Refuses plainly where nothing was measured, before a store is made.
  await withReader(config, (reader) => findFinding(id, reader));
  const { row, rests } = await withStore(context, config, 'import', async (writer, reader) => {
    const before = await findFinding(id, reader);
    const links = await findingLinks(options.link ?? [], reader);
    const basis = await basisOf(before, options, links, { config, reader, now: clock.now() });
    await writer.changeFinding(before.id, { ...change, ...(basis === undefined ? {} : { basis }), links, at: clock.now(), who });
    const after = await findFinding(id, reader);
    return { row: after, rests: after.basis === null ? null : await basisWords(after.basis, reader) };
  });
  if (json) return output.printJson(row);
  output.print(`finding-${row.id}: ${row.impact}, ${row.status}: ${row.title}\n${rests === null ? '' : `it rests on ${rests}\n`}`);
}

function fieldsOf(config: Config, { title, description, target, reporter, intended, reason, impact, status }: SetOptions) {
  return {
    ...(impact === undefined ? {} : { impact }),
    ...(status === undefined ? {} : { status }),
    ...(title === undefined ? {} : { title: lineOf(title, '--title') }),
    ...(description === undefined ? {} : { description: blockOf(description) }),
    ...(target === undefined ? {} : { target: findTarget(config, target).name }),
    ...(reporter === undefined ? {} : { reporter: lineOf(reporter, '--reporter') }),
    ...(intended === undefined ? {} : { intended: blockOf(intended) }),
    reason: reason === undefined ? '' : lineOf(reason, '--reason'),
  };
}

/** undefined: it stays as it is. */
async function basisOf(
  before: FindingRow,
  { status, waiver, recheck }: SetOptions,
  links: readonly FindingLink[],
  { config, reader, now }: { readonly config: Config; readonly reader: StoreReader; readonly now: number },
): Promise<FindingBasis | undefined> {
  const next = status ?? before.status;
  for (const [flag, value] of Object.entries({ waiver, recheck })) {
    if (value !== undefined && next !== 'Resolved') throw new HarnessError('usage', `--${flag} is for --status Resolved only`);
  }
  if (waiver !== undefined && recheck === true) throw new HarnessError('usage', 'Resolved rests on --waiver or on --recheck, not on both');
  if (waiver !== undefined) return { kind: 'waiver', ref: lineOf(waiver, '--waiver') };
  if (recheck === true) return recheckedBasis(before, await recheckFinding(before, config, reader, now));
  if (status !== 'Resolved' || before.status === 'Resolved') return undefined;
  return judgedBasis(before, links, reader);
}

function recheckedBasis({ id, rule }: FindingRow, seen: Rechecked | null): FindingBasis {
  if (seen?.isGone === true) return { kind: 'recheck', ref: seen.words };
  const why = rule === null ? 'no rule found it' : seen === null ? `its rule (${rule}) cannot look again by itself` : seen.words;
  throw new HarnessError('usage', `finding-${id} cannot be Resolved: ${why}`, {
    hint: 'Link a judgement made after the fix (--link judgement-7), or write why you do without (--waiver TEXT).',
  });
}
