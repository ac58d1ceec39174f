import type { Command } from 'commander';
import { stringify } from 'yaml';
import { asWritten } from '../../config/as-written.ts';
import type { Context } from '../context.ts';

export function addConfigCommand(program: Command, context: () => Context): void {
  program
    .command('config')
    .description('the config file')
    .command('check')
    .description('check it without running anything, and print what is in effect')
    .action(() => {
      const { config: load, json, output } = context();
      const config = load();
      if (json) return output.printJson(asWritten(config), { file: config.file });
      output.print(`# ${config.file}: no problem found. In effect:\n${stringify(asWritten(config))}`);
    });
}
