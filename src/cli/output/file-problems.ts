import type { FileProblem } from '../../files/file-row.ts';

/** Malformed rows of one file that are told on stderr; the JSON tells a hundred. */
const TOLD = 5;

/** The first problems of a file, each with its line, and how many more there are. */
export function fileProblems(file: string, problems: readonly FileProblem[], malformed: number, rows: number): string {
  const told = problems.slice(0, TOLD).map(({ line, message }) => `${file}:${line}: ${message}\n`);
  return `${told.join('')}${malformed > TOLD ? `${file}: … and ${malformed - TOLD} more of ${rows} rows\n` : ''}`;
}
