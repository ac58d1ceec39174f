import type { Command } from 'commander';
import { reportDeliverable } from '../../compose/deliverable/report-deliverable.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { withReader } from '../../compose/stores.ts';
import { readDeliverable, type ReadDeliverable } from '../../compose/deliverable/read-deliverable.ts';
import type { Context } from '../../context.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

export function addDeliverableReport(report: Command, context: () => Context): void {
  const command = report.command('deliverable').argument('<file>', 'YAML: title page, sections, campaigns (docs/reports.md)');
  addReportOptions(command)
    .description('the document that is handed in: your text, with what was measured where you ask for it')
    .action(async (file: string, options: ReportOptions) => {
      const { config: load, cwd, json, output } = context();
      const config = load();
      const read = readDeliverable(file, cwd);
      const write = await reportWriter(context(), { ...printed(read.deliverable), ...options });
      const written = await withReader(config, (reader) => reportDeliverable({ config, reader }, read, options.out, write));
      if (json) return output.printJson(written);
      output.print(reportLine(written.files));
    });
}

/** The document's own language goes before the config's, and an option before both. */
function printed({ locale, time_zone: timeZone }: ReadDeliverable['deliverable']): Pick<ReportOptions, 'locale' | 'timeZone'> {
  return { ...(locale === undefined ? {} : { locale }), ...(timeZone === undefined ? {} : { timeZone }) };
}
