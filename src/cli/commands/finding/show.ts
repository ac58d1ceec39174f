import type { Command } from 'commander';
import { findFinding } from '../../compose/find-finding.ts';
import { basisWords } from '../../compose/finding-basis.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { describeFinding } from '../../output/describe-finding.ts';

export function addFindingShow(finding: Command, context: () => Context): void {
  finding
    .command('show')
    .argument('<finding>', 'finding-3')
    .description('one finding, with its history and its links')
    .action(async (id: string) => {
      const { config, json, output } = context();
      const { row, rests } = await withReader(config(), async (reader) => {
        const found = await findFinding(id, reader);
        return { row: found, rests: found.basis === null ? null : await basisWords(found.basis, reader) };
      });
      if (json) return output.printJson(row);
      output.print(describeFinding(row, rests));
    });
}
