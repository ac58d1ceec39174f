import { Option, type Command } from 'commander';
import { localeOption, zoneOption } from './options.ts';

/** What every command that writes a report takes. */
export interface ReportOptions {
  readonly out?: string;
  readonly pdf?: boolean;
  readonly static?: boolean;
  readonly locale?: string;
  readonly timeZone?: string;
}

export function addReportOptions(command: Command): Command {
  return addFormatOptions(command.option('-o, --out <folder>', 'where to (default: the reports folder of the config)'))
    .addOption(
      new Option('--locale <tag>', 'marks of numbers as in this language: de, fr, hu (default: report.locale of the config)').argParser(
        localeOption,
      ),
    )
    .addOption(new Option('--time-zone <zone>', 'of printed instants (default: report.time_zone of the config)').argParser(zoneOption));
}

/** Without the place, and without what a config says: for a command that names the folder in its own way. */
export function addFormatOptions(command: Command): Command {
  return command
    .option('--pdf', 'a PDF too, printed by Chromium (CHROMIUM_BIN, PATH)')
    .option('--static', 'no script in the HTML: its figures are pictures');
}
