import { Option, type Command } from 'commander';
import { HarnessError } from '../../../core/errors.ts';
import { compareRuns, type CompareChoice } from '../../compose/compare-runs.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { jobsRange } from '../../options.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

export function addCompareReport(report: Command, context: () => Context): void {
  const command = report
    .command('compare')
    .argument('[before]', 'a campaign or a run')
    .argument('[after]', 'a campaign or a run')
    .option('--reference <campaign>', 'a third one beside them')
    .addOption(new Option('--jobs <range>', 'figures of these job numbers only, as 1-48; all jobs enter the numbers').argParser(jobsRange))
    .option('--around <event>', 'event-3, or its words: without campaigns, the runs before it against those after it')
    .option('--target <name>', 'whose runs, with --around')
    .option('--force', 'compare what is not comparable; the report says so');
  addReportOptions(command)
    .description('before against after: level and spread, each with its verdict')
    .action(async (before: string | undefined, after: string | undefined, options: CompareChoice & ReportOptions) => {
      const { config: load, json, output } = context();
      const config = load();
      if ((before === undefined) !== (after === undefined) || (before === undefined && options.around === undefined)) {
        throw new HarnessError('usage', 'report compare needs two campaigns (or runs), or --around EVENT', {
          hint: 'For example: evenkeel report compare before after',
        });
      }
      const names = before === undefined || after === undefined ? null : { before, after };
      const write = await reportWriter(context(), options);
      const written = await withReader(config, (reader) => compareRuns(config, reader, names, options, write));
      if (json) return output.printJson({ folder: written.folder, files: written.files, compared: written.compared });
      output.print(`${written.summary}${reportLine(written.files)}`);
    });
}
