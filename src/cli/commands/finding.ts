import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addFindingAdd } from './finding/add.ts';
import { addFindingExport } from './finding/export.ts';
import { addFindingImport } from './finding/import.ts';
import { addFindingList } from './finding/list.ts';
import { addFindingSet } from './finding/set.ts';
import { addFindingShow } from './finding/show.ts';
import { addFindingSync } from './finding/sync.ts';

export function addFindingCommand(program: Command, context: () => Context): void {
  const finding = program
    .command('finding')
    .description('the register of issues: what rules found and people entered, and what became of it');
  for (const add of [addFindingAdd, addFindingSet, addFindingList, addFindingShow, addFindingImport, addFindingExport, addFindingSync])
    add(finding, context);
}
