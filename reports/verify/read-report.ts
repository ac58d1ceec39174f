import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { HarnessError } from '../../src/core/errors.ts';
import type { PlacedClaim } from '../markdown/write.ts';
import { readNumbers } from './read-numbers.ts';

export interface ReportText {
  readonly form: 'markdown' | 'html';
  readonly file: string;
  readonly text: string;
}

/** A report as it lies on the disk. */
export interface ReportOnDisk {
  /** Where the claims stand. */
  readonly numbers: string;
  /** What is not finite is NaN. */
  readonly claims: readonly PlacedClaim[];
  /** Numerals in an author's own words. */
  readonly authored: readonly string[];
  /** What people read; none where only numbers.json was named. */
  readonly texts: readonly ReportText[];
}

/**
 * Reads report.md, report.html, numbers.json or the folder that holds them; numbers.json must be there in any case.
 * Rejects with HarnessError `usage` for anything else, `file-unreadable` for what is missing or broken.
 */
export async function readReport(path: string): Promise<ReportOnDisk> {
  const there = await stat(path).catch(() => null);
  if (there === null) throw new HarnessError('file-unreadable', 'There is no such file or folder', { place: path, hint: FORMS });
  const folder = there.isDirectory() ? path : dirname(path);
  const numbers = join(folder, 'numbers.json');
  const files = there.isDirectory() ? [join(folder, 'report.md'), join(folder, 'report.html')] : [path];
  const texts: ReportText[] = [];
  for (const file of files) {
    const form = formOf(file);
    if (form === 'numbers' || (there.isDirectory() && (await stat(file).catch(() => null)) === null)) continue;
    texts.push({ form, file, text: await textOf(file) });
  }
  const text = await textOf(numbers, 'The numbers of a report lie beside it: keep the files of its folder together.');
  return { numbers, ...readNumbers(text, numbers), texts };
}

const FORMS = "Name report.md, report.html, numbers.json or the report's folder.";

function formOf(file: string): ReportText['form'] | 'numbers' {
  const extension = extname(file).toLowerCase();
  if (extension === '.md') return 'markdown';
  if (extension === '.html') return 'html';
  if (basename(file) === 'numbers.json') return 'numbers';
  const hint = extension === '.pdf' ? 'A PDF is made from the HTML beside it: verify that, or the markdown.' : FORMS;
  throw new HarnessError('usage', `${basename(file)} is no report that can be verified`, { place: file, hint });
}

async function textOf(file: string, hint?: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const details = { place: file, cause, ...(hint === undefined ? {} : { hint }) };
    throw new HarnessError('file-unreadable', `Cannot be read: ${(cause as Error).message}`, details);
  }
}
