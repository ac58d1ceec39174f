import type { Command } from 'commander';
import { EXIT } from '../../../core/errors.ts';
import { lintFile } from '../../compose/lint-file.ts';
import type { Context } from '../../context.ts';

export function addLintReport(report: Command, context: () => Context): void {
  report
    .command('lint')
    .argument('<file>', "a markdown file, a report's folder, or the YAML file of a deliverable with its parts")
    .description('what is wrong with a text: counts, references, headings, acronyms, figures, typed numbers, words against the verdict')
    .action(async (file: string) => {
      const { json, output } = context();
      const problems = await lintFile(file);
      if (problems.length > 0) process.exitCode = EXIT.findings;
      if (json) return output.printJson({ problems });
      const last = problems.length === 0 ? 'nothing to mend' : `${problems.length} to mend`;
      output.print(
        [...problems.map(({ place, rule, message }) => `${place}: ${message} (${rule})`), last].map((line) => `${line}\n`).join(''),
      );
    });
}
