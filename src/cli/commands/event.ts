import type { Command } from 'commander';
import { isoTime } from '../../core/units.ts';
import { withReader, withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { instantOption } from '../options.ts';
import { textTable } from '../output/table.ts';

export function addEventCommand(program: Command, context: () => Context): void {
  const event = program.command('event').description('dated interventions: they show up in figures, dashboards and reports');
  event
    .command('add')
    .argument('<text>', 'what was done: "Zurich hardware upgrade"')
    .option('--at <instant>', 'when (ISO 8601, UTC); now where absent', instantOption)
    .option('--until <instant>', 'its end, for a maintenance', instantOption)
    .option('--target <name>', 'the target it concerns; all where absent')
    .option('--kind <kind>', 'upgrade, maintenance, change, note', 'change')
    .description('note an intervention')
    .action(async (text: string, options: { at?: number; until?: number; target?: string; kind: string }) => {
      const { config, clock, json, output } = context();
      const row = { at: options.at ?? clock.now(), until: options.until ?? null, target: options.target ?? null, kind: options.kind, text };
      const id = await withStore(context(), config(), 'import', (writer) => writer.addEvent(row));
      if (json) return output.printJson({ id, ...row });
      output.print(`event-${id}: ${isoTime(row.at)} ${text}\n`);
    });
  event
    .command('list')
    .description('all interventions')
    .action(async () => {
      const { config, json, output } = context();
      const rows = await withReader(config(), (reader) => reader.events({}));
      if (json) return output.printJson(rows);
      if (rows.length === 0) return output.print('no event yet\n');
      output.print(
        textTable(
          [{ title: 'event' }, { title: 'at' }, { title: 'kind' }, { title: 'target' }, { title: 'what' }],
          rows.map((row) => [`event-${row.id}`, isoTime(row.at), row.kind, row.target ?? 'all', row.text]),
        ),
      );
    });
}
