import { Option, type Command } from 'commander';
import { basename, resolve } from 'node:path';
import type { Config } from '../../../config/types.ts';
import { HarnessError } from '../../../core/errors.ts';
import { IMPACTS, type Impact } from '../../../core/finding.ts';
import { readIssues, type IssueRow } from '../../../files/issues/read-issues.ts';
import { openText } from '../../../files/open-text.ts';
import type { FindingEntry } from '../../../store/api.ts';
import { isAddress } from '../../compose/finding-links.ts';
import { blockOf, lineOf } from '../../compose/register-text.ts';
import { withStore } from '../../compose/stores.ts';
import { userName } from '../../compose/user-name.ts';
import type { Context } from '../../context.ts';
import { wordOption } from '../../options.ts';
import { byOption } from './options.ts';

interface ImportOptions {
  readonly source?: string;
  readonly impact?: Impact;
  readonly by?: string;
}

export function addFindingImport(finding: Command, context: () => Context): void {
  finding
    .command('import')
    .argument('<file>', 'markdown with a table, CSV, or JSON as `finding export` writes it')
    .option('--source <name>', 'what the table is called in the register (default: the name of the file)')
    .addOption(new Option('--impact <impact>', `of rows that tell none: ${IMPACTS.join(', ')}`).argParser(wordOption(IMPACTS)))
    .addOption(byOption())
    .description('enter the rows of a table of issues; read again, it changes only what changed in the file')
    .addHelpText(
      'after',
      `
A row is known by its id, else by its title, within its source. Malformed rows are told with
file:line:column, and then nothing is imported. What the table calls Resolved has no judgement
in this store, and reports say so.`,
    )
    .action((file: string, options: ImportOptions) => importTable(context(), file, options));
}

async function importTable(context: Context, name: string, options: ImportOptions): Promise<void> {
  const { config: load, clock, cwd, env, json, output } = context;
  const config = load();
  const file = resolve(cwd, name);
  const { rows, unread } = readIssues(await wholeText(file), name, options);
  const source = lineOf(options.source ?? basename(file), '--source');
  const who = lineOf(options.by ?? userName(env), '--by');
  const at = clock.now();
  const entries = rows.map((row) => entryOf(row, config, { source, who, at }));
  const became = entries.length === 0 ? [] : await withStore(context, config, 'import', (writer) => writer.enterFindings(entries));
  const count = (what: (typeof became)[number]['became']): number => became.filter((each) => each.became === what).length;
  const counts = { new: count('new'), changed: count('changed'), same: count('same') };
  if (json) return output.printJson({ source, ...counts, findings: became, unread });
  if (unread.length > 0) output.say(`nothing was taken from ${unread.map((title) => JSON.stringify(title)).join(', ')}\n`);
  output.print(`${source}: ${counts.new} new, ${counts.changed} changed, ${counts.same} as they were\n`);
}

async function wholeText(file: string): Promise<string> {
  const source = await openText(file);
  try {
    let text = '';
    for await (const part of source.chunks()) {
      text += part;
      if (text.length <= MOST_CHARACTERS) continue;
      throw new HarnessError('usage', 'This is too long for a table of issues', { place: file, hint: 'Cut it into several files.' });
    }
    const broken = source.broken();
    if (broken !== null) throw new HarnessError('file-unreadable', `The file breaks off: ${broken}`, { place: file });
    return text;
  } finally {
    source.close();
  }
}

const MOST_CHARACTERS = 16_000_000;

function entryOf(row: IssueRow, config: Config, { source, who, at }: { source: string; who: string; at: number }): FindingEntry {
  if (row.target !== null && !Object.hasOwn(config.targets, row.target)) {
    throw new HarnessError('unknown-target', `The config has no target "${row.target}"`, {
      place: row.targetPlace,
      hint: `It has ${Object.keys(config.targets).join(', ')}.`,
    });
  }
  return {
    title: lineOf(row.title, 'a title'),
    impact: row.impact,
    description: blockOf(row.description),
    target: row.target,
    reporter: row.reporter === null ? null : lineOf(row.reporter, 'a reporter'),
    intended: blockOf(row.intended),
    status: row.status,
    basis: row.status === 'Resolved' ? { kind: 'elsewhere', ref: source } : null,
    source,
    externalId: lineOf(row.externalId, 'an id'),
    // What the other store's ids point at is not here; addresses are the same everywhere.
    links: row.links.filter((link) => isAddress(link)).map((ref) => ({ kind: 'url', ref })),
    at,
    ...(row.openedAt === null ? {} : { openedAt: row.openedAt }),
    who,
    reason: `imported from ${source}`,
  };
}
