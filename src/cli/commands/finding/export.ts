import { Option, type Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HarnessError } from '../../../core/errors.ts';
import { basisWords } from '../../compose/finding-basis.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { EXPORT_FORMATS, exportFindings, type ExportFormat } from '../../output/export-findings.ts';

export function addFindingExport(finding: Command, context: () => Context): void {
  finding
    .command('export')
    .addOption(new Option('--format <format>', 'what to write').choices(EXPORT_FORMATS).default('markdown'))
    .option('--source <name>', 'only the rows of this table that was imported, with the ids they have there')
    .option('-o, --out <file>', 'into this file (default: stdout)')
    .description('the whole register as a table, which `finding import` reads again')
    .action(async ({ format, source, out }: { format: ExportFormat; source?: string; out?: string }) => {
      const { config, cwd, json, output } = context();
      const findings = await withReader(config(), async (reader) => {
        const rows = (await reader.findings({})).filter((row) => source === undefined || row.source === source);
        if (source !== undefined && rows.length === 0) throw unknownSource(source);
        return Promise.all(
          rows.map(async (row) => ({
            id: source === undefined || row.externalId === null ? `finding-${row.id}` : row.externalId,
            row,
            rests: row.basis === null ? null : await basisWords(row.basis, reader),
          })),
        );
      });
      const text = exportFindings(findings, format);
      if (out === undefined) return json ? output.printJson(text, { format: format }) : output.print(text);
      const file = resolve(cwd, out);
      try {
        writeFileSync(file, text);
      } catch (error) {
        throw new HarnessError('unwritable', `The register cannot be written: ${(error as Error).message}`, {
          place: file,
          hint: 'Name a file in a folder that exists and that this user may write in.',
          cause: error,
        });
      }
      if (json) return output.printJson({ file, findings: findings.length });
      output.print(`${findings.length} findings: ${file}\n`);
    });
}

function unknownSource(source: string): HarnessError {
  return new HarnessError('unknown-id', `Nothing in the register came from "${source}"`, {
    hint: '`evenkeel finding show` tells the source of a finding.',
  });
}
