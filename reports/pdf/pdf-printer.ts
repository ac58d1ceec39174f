import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../../src/core/capture.ts';
import { compiledEntry } from '../../src/core/entry.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { spawnGuarded } from '../../src/core/guard.ts';
import type { PrintJob } from './print-job.ts';
import { reproducible } from './reproducible.ts';

/** HTML in one file → PDF. Rejects with HarnessError `pdf-failed`, or with the signal's reason. */
export type PrintPdf = (html: string) => Promise<Uint8Array>;

const PATIENCE_MS = 120_000;

export interface PrinterDeps {
  /** Absolute path of Chromium. */
  readonly browser: string;
  readonly spawn: typeof spawnGuarded;
  readonly signal?: AbortSignal;
  readonly patienceMs?: number;
}

/**
 * Prints with Chromium: headings are bookmarks, pages are numbered, the structure is tagged. Scripts are off and nothing is fetched.
 * The same HTML gives the same bytes with the same Chromium and fonts. Nothing of it outlives the call: the browser runs under a guard,
 * its profile in a folder that is removed.
 */
export function pdfPrinter({ browser, spawn, signal, patienceMs = PATIENCE_MS }: PrinterDeps): PrintPdf {
  return async (html) => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-pdf-'));
    try {
      const job: PrintJob = {
        browser,
        html: join(folder, 'report.html'),
        pdf: join(folder, 'report.pdf'),
        // Chromium's sandbox does not work for root.
        sandbox: process.getuid?.() !== 0,
        patienceMs,
      };
      await writeFile(job.html, html);
      await runPrint(job, folder, { spawn, signal, patienceMs });
      return reproducible(await readFile(job.pdf));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  };
}

async function runPrint(
  job: PrintJob,
  folder: string,
  {
    spawn,
    signal,
    patienceMs,
  }: { readonly spawn: typeof spawnGuarded; readonly signal: AbortSignal | undefined; readonly patienceMs: number },
): Promise<void> {
  const failed = (why: string, hint: string, cause?: unknown): HarnessError =>
    new HarnessError('pdf-failed', `The PDF could not be printed: ${why}`, { place: job.browser, hint, cause });
  const timeout = AbortSignal.timeout(patienceMs);
  const argv = [process.execPath, compiledEntry('reports/pdf/print-process.ts'), JSON.stringify(job)] as const;
  const options = { env: environment(folder), signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) };
  const end = await capture(spawn, argv, options).catch((error: unknown) => {
    if (error !== timeout.reason) throw error;
    throw failed(`Chromium took longer than ${patienceMs / 1000} s`, 'Free memory or processors, or leave --pdf out.', error);
  });
  if (end.exitCode === 0) return;
  const said = lastWords(end.stderr);
  throw failed(
    said === '' ? `the printing process ended with ${end.signal ?? `exit code ${end.exitCode}`}` : said,
    /sandbox/i.test(end.stderr)
      ? 'Allow Chromium its sandbox (unprivileged user namespaces); only root prints without one.'
      : 'Start that Chromium by hand with --headless to see whether it works; memory may be short.',
  );
}

/** A home of its own: nothing of the user's profile is read, and nothing stays in it. */
function environment(folder: string): { readonly [name: string]: string } {
  const { PATH = '', FONTCONFIG_FILE, FONTCONFIG_PATH } = process.env;
  const fonts = {
    ...(FONTCONFIG_FILE === undefined ? {} : { FONTCONFIG_FILE }),
    ...(FONTCONFIG_PATH === undefined ? {} : { FONTCONFIG_PATH }),
  };
  return { PATH, HOME: folder, TMPDIR: folder, XDG_RUNTIME_DIR: folder, LANG: 'C.UTF-8', TZ: 'UTC', ...fonts };
}

/** What the browser complained of, without colours and the log of how it was started. */
function lastWords(stderr: string): string {
  // oxlint-disable-next-line no-control-regex -- terminal colours
  const lines = stderr.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n');
  const log = lines.findIndex((line) => /^\s*(?:Call log|Browser logs):/.test(line));
  return lines
    .slice(0, log === -1 ? undefined : log)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .slice(0, 300);
}
