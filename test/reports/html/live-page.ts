import { readFileSync } from 'node:fs';
import { compiledEntry } from '../../../src/core/entry.ts';

/** The script that makes figures live, as `writeReport` reads it. */
export function pageScript(): string {
  return readFileSync(compiledEntry('reports/html/live/figures.ts'), 'utf8');
}
