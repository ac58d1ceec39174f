import { Option, type Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import { findTarget } from '../compose/find-target.ts';
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
    .addOption(new Option('--kind <kind>', 'what it was').choices(['upgrade', 'maintenance', 'change', 'note']).default('change'))
    .description('note an intervention')
    .action(async (text: string, options: { at?: number; until?: number; target?: string; kind: string }) => {
      const { config: load, clock, json, output } = context();
      const config = load();
      const at = options.at ?? clock.now();
      const { until = null, kind } = options;
      if (until !== null && until < at)
        throw new HarnessError('usage', `the event would end (${isoTime(until)}) before it began (${isoTime(at)})`, {
          hint: 'Give both --at and --until, in UTC unless they say otherwise.',
        });
      const target = options.target === undefined ? null : findTarget(config, options.target).name;
      const row = { at, until, target, kind, text };
      const id = await withStore(context(), config, 'import', (writer) => writer.addEvent(row));
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
