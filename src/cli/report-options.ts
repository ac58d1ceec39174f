import type { Command } from 'commander';

/** What every command that writes a report takes. */
export interface ReportOptions {
  readonly out?: string;
  readonly pdf?: boolean;
  readonly static?: boolean;
}

export function addReportOptions(command: Command): Command {
  return addFormatOptions(command.option('-o, --out <folder>', 'where to (default: the reports folder of the config)'));
}

/** Without the place: for a command that names the folder in its own way. */
export function addFormatOptions(command: Command): Command {
  return command
    .option('--pdf', 'a PDF too, printed by Chromium (CHROMIUM_BIN, PATH)')
    .option('--static', 'no script in the HTML: its figures are pictures');
}
