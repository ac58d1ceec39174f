import type { Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { textTable } from '../output/table.ts';

export function addCampaignCommand(program: Command, context: () => Context): void {
  const campaign = program.command('campaign').description('runs that belong together: before, after');
  campaign
    .command('list')
    .description('all campaigns, with their runs')
    .action(async () => {
      const { config, json, output } = context();
      const campaigns = await withReader(config(), (reader) => reader.campaigns());
      if (json) return output.printJson(campaigns);
      if (campaigns.length === 0) return output.print('no campaign yet: `evenkeel run --campaign NAME` makes one\n');
      output.print(
        textTable(
          [{ title: 'campaign' }, { title: 'runs', right: true }, { title: 'first' }, { title: 'last' }],
          campaigns.map((row) => [row.name, String(row.runs), isoTime(row.firstAt), isoTime(row.lastAt)]),
        ),
      );
    });
  campaign
    .command('show')
    .argument('<name>')
    .description('the runs of one campaign')
    .action(async (name: string) => {
      const { config, json, output } = context();
      const runs = await withReader(config(), (reader) => reader.runs({ campaign: name }));
      if (runs.length === 0)
        throw new HarnessError('unknown-id', `There is no campaign "${name}"`, { hint: '`evenkeel campaign list` shows them.' });
      if (json) return output.printJson(runs);
      output.print(
        textTable(
          [
            { title: 'run' },
            { title: 'target' },
            { title: 'state' },
            { title: 'instances', right: true },
            { title: 'jobs' },
            { title: 'started' },
          ],
          runs.map((run) => [
            run.uid,
            run.target,
            run.state,
            String(run.plan.instances),
            Object.entries(run.plan.jobs)
              .map(([kind, count]) => `${kind} ${count}`)
              .join(', '),
            isoTime(run.startedAt),
          ]),
        ),
      );
    });
}
