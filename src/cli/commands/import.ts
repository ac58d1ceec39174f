import { Option, type Command } from 'commander';
import { EXIT, HarnessError, type ExitCode } from '../../core/errors.ts';
import { importFile, type ImportedFile, type ImportOptions } from '../compose/imports/import-file.ts';
import { withStore } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { addFileOptions, namedFiles, readOptions, type FileOptions } from '../file-options.ts';
import { metricOption, nameOption } from '../options.ts';
import { importProblems, importTable } from '../output/import-table.ts';
import { paragraph } from '../output/paragraph.ts';
import { worstExit } from '../output/worst-exit.ts';

interface Options extends FileOptions {
  readonly target: string;
  readonly metric?: string;
}

type Failed = { readonly file: string; readonly error: HarnessError };

export function addImportCommand(program: Command, context: () => Context): void {
  const command = program.command('import').argument('[files...]', 'what `analyze` reads: CSV, or what other tools wrote; plain or gzip');
  addFileOptions(command)
    .addOption(new Option('--target <name>', 'what was measured').argParser(nameOption).default('imported'))
    .addOption(new Option('--metric <name>', 'what the one metric of the files is called in the store').argParser(metricOption))
    .description('put measurements of other tools into the store, each row once')
    .addHelpText(
      'after',
      `
A file that was imported before adds nothing; one that has grown adds what is new. Another mapping
of columns, another target or another metric gives other series.

Exit codes: 0 every file was read; malformed rows are told, counted and left out
            2 a column that a file does not have
            3 a file could not be read: the others are imported all the same`,
    )
    .action(async (named: readonly string[], given: Options) => {
      const { files, options } = namedFiles('import', named, given);
      const { target, metric } = given;
      const how = { read: readOptions(options), target, ...(metric === undefined ? {} : { metric }) };
      process.exitCode = await importAll(files, how, context());
    });
}

async function importAll(files: readonly string[], options: ImportOptions, context: Context): Promise<ExitCode> {
  const { clock, redact, signal, output, json } = context;
  const done: ImportedFile[] = [];
  const failed: Failed[] = [];
  await withStore(context, context.config(), 'import', async (writer) => {
    const waits = (file: string): void => output.say(`${file}: another import of the same kind is under way; waiting for it\n`);
    for (const file of files) {
      if (signal.aborted) break;
      try {
        const imported = await importFile(file, options, { writer, clock, redact, signal, waits });
        done.push(imported);
        output.say(importProblems(imported));
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof HarnessError) || !/^(?:file-unreadable|usage)$/.test(error.code)) throw error;
        failed.push({ file, error });
        output.say(`error: ${paragraph(error)}\n`);
      }
    }
  });
  const exit = signal.aborted ? EXIT.interrupted : worstExit(failed.map(({ error }) => error));
  const errors = failed.map(({ file, error: { code, message, hint } }) => ({ file, code, message, hint: hint ?? null }));
  if (json) output.printJson(done, { exit, errors });
  else if (done.length > 0) output.print(importTable(done));
  return exit;
}
