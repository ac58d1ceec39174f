import { Option, type Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { compareRuns } from '../compose/compare-runs.ts';
import { reportRun } from '../compose/report-run.ts';
import { newestRun } from '../compose/select-runs.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { jobsRange } from '../options.ts';

export function addReportCommand(program: Command, context: () => Context): void {
  const report = program.command('report').description('documents from the store: markdown, HTML, CSV');
  report
    .command('run')
    .argument('[run]', 'uid of the run; the newest of the target where absent')
    .option('--target <name>', 'whose newest run')
    .option('-o, --out <folder>', 'where to (default: the reports folder of the config)')
    .description('write the report of one run')
    .action(async (uid: string | undefined, options: { target?: string; out?: string }) => {
      const { config: load, json, output } = context();
      const config = load();
      const written = await withReader(config, async (reader) => {
        const run = uid === undefined ? await newestRun(reader, config, options.target ?? config.defaultTarget) : await reader.run(uid);
        if (run === undefined)
          throw new HarnessError('unknown-id', `There is no run "${uid}"`, { hint: '`evenkeel campaign show NAME` lists runs.' });
        return reportRun(config, reader, run.uid, options.out);
      });
      if (json) return output.printJson({ folder: written.folder, files: written.files });
      output.print(`${written.summary}report: ${written.folder}/report.md\n`);
    });
  report
    .command('compare')
    .argument('[before]', 'a campaign or a run')
    .argument('[after]', 'a campaign or a run')
    .option('--reference <campaign>', 'a third one beside them')
    .addOption(new Option('--jobs <range>', 'figures of these job numbers only, as 1-48; all jobs enter the numbers').argParser(jobsRange))
    .option('--around <event>', 'event-3, or its words: without campaigns, the runs before it against those after it')
    .option('--target <name>', 'whose runs, with --around')
    .option('--force', 'compare what is not comparable; the report says so')
    .option('-o, --out <folder>', 'where to (default: the reports folder of the config)')
    .description('before against after: level and spread, each with its verdict')
    .action(async (before: string | undefined, after: string | undefined, options: Parameters<typeof compareRuns>[3]) => {
      const { config: load, json, output } = context();
      const config = load();
      if ((before === undefined) !== (after === undefined) || (before === undefined && options.around === undefined)) {
        throw new HarnessError('usage', 'report compare needs two campaigns (or runs), or --around EVENT', {
          hint: 'For example: evenkeel report compare before after',
        });
      }
      const names = before === undefined || after === undefined ? null : { before, after };
      const written = await withReader(config, (reader) => compareRuns(config, reader, names, options));
      if (json) return output.printJson({ folder: written.folder, files: written.files, compared: written.compared });
      output.print(`${written.summary}report: ${written.folder}/report.md\n`);
    });
}
