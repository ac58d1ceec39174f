import { Option, type Command } from 'commander';
import type { Context } from '../context.ts';
import { watch } from '../compose/watch.ts';

export function addUpCommand(program: Command, context: () => Context): void {
  program
    .command('up')
    .description('keep watching: probes, the schedule, incidents, /metrics; ends with Ctrl-C')
    .addOption(new Option('--no-probes', 'only the schedule and /metrics'))
    .addOption(new Option('--no-schedule', 'only probes and /metrics'))
    .addHelpText(
      'after',
      `
The first Ctrl-C or SIGTERM ends it in order, with exit 0:
a run that is under way releases what it rented. The second ends it at once (130).`,
    )
    .action((options: { probes: boolean; schedule: boolean }) => watch(context(), options));
}
