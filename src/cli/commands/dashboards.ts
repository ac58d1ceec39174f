import type { Command } from 'commander';
import { writeDashboards } from '../../../dashboards/write.ts';
import type { Context } from '../context.ts';

export function addDashboardsCommand(program: Command, context: () => Context): void {
  program
    .command('dashboards')
    .description("Grafana's dashboards")
    .command('build')
    .description('write them as JSON')
    .requiredOption('-o, --out <folder>', 'where to')
    .action(({ out }: { out: string }) => {
      const { config, json, output } = context();
      const files = writeDashboards(out, Object.values(config().targets));
      if (json) return output.printJson(files);
      output.print(files.map((file) => `${file}\n`).join(''));
    });
}
