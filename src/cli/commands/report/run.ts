import type { Command } from 'commander';
import { HarnessError } from '../../../core/errors.ts';
import { reportRun } from '../../compose/report-run.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { newestRun } from '../../compose/select-runs.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

export function addRunReport(report: Command, context: () => Context): void {
  const command = report
    .command('run')
    .argument('[run]', 'uid of the run; the newest of the target where absent')
    .option('--target <name>', 'whose newest run');
  addReportOptions(command)
    .description('write the report of one run')
    .action(async (uid: string | undefined, options: ReportOptions & { readonly target?: string }) => {
      const { config: load, json, output } = context();
      const config = load();
      const write = await reportWriter(context(), options);
      const written = await withReader(config, async (reader) => {
        const run = uid === undefined ? await newestRun(reader, config, options.target ?? config.defaultTarget) : await reader.run(uid);
        if (run === undefined)
          throw new HarnessError('unknown-id', `There is no run "${uid}"`, { hint: '`evenkeel campaign show NAME` lists runs.' });
        return reportRun(config, reader, run.uid, write, options.out);
      });
      if (json) return output.printJson({ folder: written.folder, files: written.files });
      output.print(`${written.summary}${reportLine(written.files)}`);
    });
}
