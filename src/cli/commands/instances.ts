import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import { reapTarget } from '../compose/reap-target.ts';
import { withReader, withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { textTable } from '../output/table.ts';

export function addInstancesCommand(program: Command, context: () => Context): void {
  const instances = program.command('instances').description('what is rented');
  instances
    .command('list')
    .description('everything in the ledger that is not known to be gone')
    .action(async () => {
      const { config, json, output } = context();
      const rows = await withReader(config(), (reader) => reader.openResources());
      if (json) return output.printJson(rows);
      if (rows.length === 0) return output.print('nothing is rented\n');
      output.print(
        textTable(
          [
            { title: 'name' },
            { title: 'kind' },
            { title: 'provider' },
            { title: 'state' },
            { title: 'expires' },
            { title: 'owner' },
            { title: 'last error' },
          ],
          rows.map((row) => [
            row.name,
            row.kind,
            row.provider,
            row.state,
            isoTime(row.expiresAt),
            row.sessionAlive ? 'a living run' : 'dead',
            row.lastError ?? '',
          ]),
        ),
      );
    });
  instances
    .command('reap')
    .description('delete what outlived its run; what a living run holds, and what carries no mark, is left alone')
    .option('--foreign', 'delete marks of other stores too, once expired')
    .action(async (options: { foreign?: boolean }) => {
      const { config: load, json, output } = context();
      const config = load();
      const results = await withStore(context(), config, 'import', async (writer, reader) => {
        const all = [];
        for (const target of Object.values(config.targets)) {
          if (target.provider !== undefined)
            all.push({
              target: target.name,
              ...(await reapTarget({ context: context(), config, writer, reader }, target, { foreign: options.foreign === true })),
            });
        }
        return all;
      });
      if (json) output.printJson(results);
      else {
        for (const result of results) {
          output.print(
            `${result.target}: ${result.reaped.length} deleted, ${result.left.length} left${result.left.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('')}\n`,
          );
        }
      }
      if (results.some(({ failed }) => failed.length > 0)) process.exitCode = EXIT.leftovers;
    });
}
