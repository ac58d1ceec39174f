import { InvalidArgumentError, type Command } from 'commander';
import { reportIncident } from '../../compose/report-incident.ts';
import { reportLine, reportWriter } from '../../compose/report-writer.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { addReportOptions, type ReportOptions } from '../../report-options.ts';

export function addIncidentReport(report: Command, context: () => Context): void {
  const command = report.command('incident').argument('<id>', 'incident-3, or 3', incidentId);
  addReportOptions(command)
    .description('one incident: look by look, how long, what else failed, and how often')
    .action(async (id: number, options: ReportOptions) => {
      const { config: load, clock, json, output } = context();
      const config = load();
      const write = await reportWriter(context(), options);
      const { folder, files } = await withReader(config, (reader) =>
        reportIncident(config, reader, { id, now: clock.now(), write, out: options.out }),
      );
      if (json) return output.printJson({ folder, files });
      output.print(reportLine(files));
    });
}

function incidentId(text: string): number {
  const [, digits] = /^(?:incident-)?(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('Expected the id of an incident, such as incident-3.');
  return Number(digits);
}
