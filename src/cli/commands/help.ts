import type { Command } from 'commander';
import { HarnessError } from '../../core/errors.ts';

/** `help report compare`: commander's own knows only one level, and prints the main help for a word it does not know. */
export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .argument('[command...]')
    .description('print the help of a command')
    .action((words: readonly string[]) => {
      const command = words.reduce((found, word) => {
        const child = found.commands.find((candidate) => candidate.name() === word);
        if (child === undefined)
          throw new HarnessError('usage', `There is no command "${words.join(' ')}"`, { hint: '`evenkeel --help` shows what there is.' });
        return child;
      }, program);
      command.outputHelp();
    });
}
