import type { ImportedFile } from '../compose/imports/import-file.ts';
import { fileProblems } from './file-problems.ts';
import { textTable } from './table.ts';

/** What became of each file. */
export function importTable(files: readonly ImportedFile[]): string {
  return textTable(
    [
      { title: 'file' },
      { title: 'format' },
      { title: 'target' },
      { title: 'new rows', right: true },
      { title: 'known rows', right: true },
      { title: 'malformed', right: true },
      { title: 'refused', right: true },
    ],
    files.map(({ file, format, target, rows, known, malformed, refused }) => [
      file,
      format,
      target,
      String(rows),
      String(known),
      String(malformed),
      String(refused.reduce((sum, each) => sum + each.rows, 0)),
    ]),
  );
}

/** For stderr: the first malformed rows, and why the store refused some. */
export function importProblems({ file, rows, problems, malformed, refused }: ImportedFile): string {
  const reasons = refused.map(({ metric, reason, rows: count }) => `${file}: ${count} rows of ${metric} were refused: ${reason}\n`);
  return `${fileProblems(file, problems, malformed, rows)}${reasons.join('')}`;
}
