import type { Document } from '../../../reports/document.ts';
import { findBrowser } from '../../../reports/pdf/find-browser.ts';
import { pdfPrinter } from '../../../reports/pdf/pdf-printer.ts';
import { writeReport, type WrittenFiles } from '../../../reports/write-report.ts';
import { spawnGuarded } from '../../core/guard.ts';
import type { Context } from '../context.ts';
import type { ReportOptions } from '../report-options.ts';

/** Writes a document's files into a folder. */
export type WriteDocument = (document: Document, folder: string) => Promise<WrittenFiles>;

/** The writer that the options ask for. Rejects with `browser-missing` before anything is read or written. */
export async function reportWriter({ env, signal }: Context, options: Omit<ReportOptions, 'out'>): Promise<WriteDocument> {
  const still = options.static === true ? { static: true } : {};
  if (options.pdf !== true) return (document, folder) => writeReport(document, folder, still);
  const browser = await findBrowser({ named: env['CHROMIUM_BIN'], path: env['PATH'] ?? '' });
  const print = pdfPrinter({ browser, spawn: spawnGuarded, signal });
  return (document, folder) => writeReport(document, folder, { ...still, pdf: print });
}

/** The last line of a command that wrote a report: the file that one would open. */
export function reportLine(files: WrittenFiles): string {
  return `report: ${files.pdf ?? files.markdown}\n`;
}
