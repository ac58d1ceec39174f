import type { Command } from 'commander';
import { findTarget } from '../../compose/find-target.ts';
import { reportRegression } from '../../compose/report-regression.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

export function addRegressionReport(report: Command, context: () => Context): void {
  const command = report.command('regression').option('--target <name>', 'whose newest check (default: default_target of the config)');
  addReportOptions(command)
    .description('what the newest `check` found: each claim with its verdict, unit by unit')
    .action(async (options: ReportOptions & { readonly target?: string }) => {
      const { config: load, json, output } = context();
      const config = load();
      const target = findTarget(config, options.target).name;
      const write = await reportWriter(context(), options);
      const { folder, files } = await withReader(config, (reader) => reportRegression(config, reader, { target, write, out: options.out }));
      if (json) return output.printJson({ folder, files });
      output.print(reportLine(files));
    });
}
