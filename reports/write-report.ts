import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compiledEntry } from '../src/core/entry.ts';
import { HarnessError } from '../src/core/errors.ts';
import type { Document } from './document.ts';
import type { PrintPdf } from './pdf/pdf-printer.ts';
import { renderReport } from './render-report.ts';

/** What a report's folder may hold; a folder with anything else in it is somebody's, and is never replaced. */
const OWN = new Set(['report.md', 'report.html', 'report.pdf', 'numbers.json', 'figures', 'data', 'dashboards']);

/** Where a report's files are. */
export interface WrittenFiles {
  readonly markdown: string;
  readonly html: string;
  readonly pdf?: string;
}

export interface WriteOptions {
  readonly pdf?: PrintPdf;
  /** The figures of the HTML are pictures: no script, and half a megabyte less. */
  readonly static?: boolean;
}

/**
 * Writes report.md, report.html, numbers.json, figures/*.svg, data/*.csv and, with `pdf`, report.pdf. All or nothing: the files are made in a folder beside
 * and moved into place; a report that was there before is replaced as a whole. Rejects with HarnessError `unwritable`, also where a file
 * or a folder that is no report stands in its place.
 */
export async function writeReport(document: Document, folder: string, options: WriteOptions = {}): Promise<WrittenFiles> {
  const script = options.static === true ? null : await readFile(compiledEntry('reports/html/live/figures.ts'), 'utf8');
  const files: Map<string, string | Uint8Array> = new Map(await renderReport(document, script));
  if (options.pdf !== undefined) files.set('report.pdf', await options.pdf(files.get('report.html') as string));
  const parent = dirname(folder);
  let made: string | undefined;
  try {
    await refuseForeign(folder);
    await mkdir(parent, { recursive: true });
    made = await mkdtemp(join(parent, `.${basename(folder)}-`));
    const fresh = join(made, 'new');
    for (const name of ['figures', 'data']) await mkdir(join(fresh, name), { recursive: true });
    for (const [name, content] of files) await writeFile(join(fresh, name), content);
    await replaceFolder(fresh, folder, join(made, 'old'));
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw new HarnessError('unwritable', `Cannot write the report: ${(error as Error).message}`, {
      place: folder,
      hint: 'Give the folder of the reports to the user who runs Evenkeel, or name another in the config (reports).',
      cause: error,
    });
  } finally {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
  const written = { markdown: join(folder, 'report.md'), html: join(folder, 'report.html') };
  return options.pdf === undefined ? written : { ...written, pdf: join(folder, 'report.pdf') };
}

async function refuseForeign(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there === null) return;
  const foreign = there.isDirectory() ? (await readdir(folder)).find((name) => !OWN.has(name)) : basename(folder);
  if (foreign === undefined) return;
  throw new HarnessError('unwritable', `A report is not written over ${foreign}, which is no part of one`, {
    place: folder,
    hint: 'Name a folder that is new or empty, or one of an earlier report.',
  });
}

/** A folder cannot be renamed onto one that has files: the old one steps aside first, and comes back when the move fails. */
async function replaceFolder(fresh: string, folder: string, aside: string): Promise<void> {
  const hadOld = await rename(folder, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(fresh, folder);
  } catch (error) {
    if (hadOld) await rename(aside, folder);
    throw error;
  }
}
