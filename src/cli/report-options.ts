import type { Command } from 'commander';

/** What every command that writes a report takes. */
export interface ReportOptions {
  readonly out?: string;
  readonly pdf?: boolean;
}

export function addReportOptions(command: Command): Command {
  return command.option('-o, --out <folder>', 'where to (default: the reports folder of the config)').option(...PDF_OPTION);
}

export const PDF_OPTION = ['--pdf', 'a PDF too, printed by Chromium (CHROMIUM_BIN, PATH)'] as const;
