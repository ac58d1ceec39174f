import type { Document } from '../../../reports/document.ts';
import { localise } from '../../../reports/locale/localise.ts';
import { printStyle, type PrintStyle } from '../../../reports/locale/print-style.ts';
import { findBrowser } from '../../../reports/pdf/find-browser.ts';
import { pdfPrinter } from '../../../reports/pdf/pdf-printer.ts';
import { writeReport, type WrittenFiles } from '../../../reports/write-report.ts';
import type { ReportConfig } from '../../config/types.ts';
import { spawnGuarded } from '../../core/guard.ts';
import type { Context } from '../context.ts';
import type { ReportOptions } from '../report-options.ts';

/** Writes a document's files into a folder. */
export type WriteDocument = (document: Document, folder: string) => Promise<WrittenFiles>;

/**
 * The writer that the options ask for; numbers and instants are printed as they say, else as the config does (`print` null: where there is none).
 * Rejects with `browser-missing` before anything is read or written.
 */
export async function reportWriter(
  context: Context,
  options: Omit<ReportOptions, 'out'>,
  print: ReportConfig | null = context.config().report,
): Promise<WriteDocument> {
  const style = styleOf(options, print);
  const still = options.static === true ? { static: true } : {};
  if (options.pdf !== true) return (document, folder) => writeReport(localise(document, style), folder, still);
  const { env, signal } = context;
  const browser = await findBrowser({ named: env['CHROMIUM_BIN'], path: env['PATH'] ?? '' });
  const printer = pdfPrinter({ browser, spawn: spawnGuarded, signal });
  return (document, folder) => writeReport(localise(document, style), folder, { ...still, pdf: printer });
}

/** A language that is asked for brings its own marks. */
function styleOf({ locale, timeZone }: Omit<ReportOptions, 'out'>, print: ReportConfig | null): PrintStyle {
  const settings = locale === undefined ? print : { locale, timeZone: print?.timeZone };
  return printStyle({ ...settings, ...(timeZone === undefined ? {} : { timeZone }) });
}

/** The last line of a command that wrote a report: the file that one would open. */
export function reportLine(files: WrittenFiles): string {
  return `report: ${files.pdf ?? files.markdown}\n`;
}
