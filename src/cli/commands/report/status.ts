import { Option, type Command } from 'commander';
import { EXIT, HarnessError } from '../../../core/errors.ts';
import { findTarget } from '../../compose/find-target.ts';
import { reportStatus } from '../../compose/report-status.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { durationOption, instantOption } from '../../options.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

interface StatusCommandOptions extends ReportOptions {
  readonly window: number;
  readonly until?: number;
  readonly target?: string;
}

const WEEK_MS = 604_800_000;
const MINUTE_US = 60_000_000;

export function addStatusReport(report: Command, context: () => Context): void {
  const command = report
    .command('status')
    .addOption(new Option('--window <duration>', 'how far back, as 7d or 30d').argParser(durationOption).default(WEEK_MS, '7d'))
    .addOption(new Option('--until <instant>', 'where the window ends (default: the last full minute)').argParser(instantOption))
    .option('--target <name>', 'of this one only (default: all)');
  addReportOptions(command)
    .description('what the watch saw: coverage, availability, outages, latency, changes')
    .addHelpText(
      'after',
      `
Exit codes: 0 written, whatever it says
            3 written, but nothing was observed in the window`,
    )
    .action(async (options: StatusCommandOptions) => {
      const { config: load, clock, json, output } = context();
      const config = load();
      if (options.window < 1) throw new HarnessError('usage', 'The window must be longer than that', { hint: 'For example: --window 7d' });
      const now = clock.now();
      // What is stored in groups is there after a minute.
      const to = options.until ?? (Math.floor(now / MINUTE_US) - 1) * MINUTE_US;
      const window = { from: to - Math.round(options.window * 1000), to };
      const target = options.target === undefined ? null : findTarget(config, options.target).name;
      const write = await reportWriter(context(), options);
      const written = await withReader(config, (reader) => reportStatus(config, reader, { now, window, target, write, out: options.out }));
      const { folder, files, model } = written;
      if (model.isEmpty) process.exitCode = EXIT.couldNotMeasure;
      if (json) return output.printJson({ folder, files, window, isEmpty: model.isEmpty });
      output.print(`${model.isEmpty ? 'nothing was observed in this window\n' : ''}${reportLine(files)}`);
    });
}
