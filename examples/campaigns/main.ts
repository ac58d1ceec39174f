import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { HarnessError } from '../../src/core/errors.ts';
import { FORMS, prepareFolder } from './folder.ts';
import { fillRegister } from './fill-register.ts';
import { measureCampaigns } from './measure-campaigns.ts';
import { startFaults } from './start-faults.ts';
import { writeDeliverable } from './write-deliverable.ts';

const USAGE = `usage: npm run example:deliverable -- [--out DIR] [--short] [--keep]
  --out DIR  where to measure and write (default: var/example); emptied where it holds an earlier example
  --short    fewer runs, smaller jobs and a shorter outage
  --keep     measure nothing: write the document again from what DIR holds
`;

/** Two campaigns by turns, the second beside a CPU hog; a name server that falls silent, an API that fails now and then; then the document. */
async function exampleDeliverable(args: readonly string[]): Promise<void> {
  const options = { out: { type: 'string' }, short: { type: 'boolean' }, keep: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help === true) return void process.stdout.write(USAGE);
  const folder = resolve(values.out ?? join('var', 'example'));
  if (values.keep !== true) {
    const form = values.short === true ? FORMS.short : FORMS.long;
    const faults = await startFaults();
    try {
      prepareFolder(folder, form, faults);
      const planted = await measureCampaigns(folder, form, faults);
      writeFileSync(join(folder, 'planted.json'), `${JSON.stringify(planted, null, 2)}\n`);
    } finally {
      await faults.close();
    }
    await fillRegister(folder);
  }
  const report = await writeDeliverable(folder);
  process.stdout.write(`deliverable: ${relative(process.cwd(), report)}\n`);
}

try {
  await exampleDeliverable(process.argv.slice(2));
} catch (error) {
  const usage = (error as { readonly code?: unknown }).code;
  const isUsage = typeof usage === 'string' && usage.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(isUsage ? `${(error as Error).message}\n${USAGE}` : told(error));
  process.exitCode = isUsage ? 2 : error instanceof HarnessError ? error.exit : 70;
}

function told(error: unknown): string {
  if (error instanceof HarnessError) return `${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`;
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}
