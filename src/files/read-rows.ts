import { HarnessError } from '../core/errors.ts';
import { readCsv } from './csv/read-csv.ts';
import type { FileBatch, FileFormat, ReadOptions } from './file-row.ts';
import { findFormat, isK6Csv } from './find-format.ts';
import { readFio } from './formats/fio.ts';
import { readK6Csv, readK6Json } from './formats/k6.ts';
import { readPerfkit } from './formats/perfkit.ts';
import { isRally, readRally } from './formats/rally.ts';
import { readStressNg } from './formats/stress-ng.ts';
import { readSysbench } from './formats/sysbench.ts';
import { isTcpd, readTcpd } from './formats/tcpd.ts';
import { openText, unreadable, wholeText, type TextSource } from './open-text.ts';

/** A file that is open, its format known, its rows still to be read. */
export interface OpenFile {
  readonly format: FileFormat;
  /** In the order of the file; ends with a problem where the file breaks off. */
  batches(): AsyncGenerator<FileBatch>;
}

/**
 * Opens a file of somebody else's tool. Rows come in constant memory from what is line by line (CSV, newline-delimited JSON), at once from what is one document.
 * Rejects with HarnessError `file-unreadable` where there is no such file, it cannot be read, is of no known format or holds no row; `usage` for columns that it does not have.
 */
export async function openRows(file: string, options: ReadOptions = {}): Promise<OpenFile> {
  return await openRowsOf(await openText(file), options);
}

/** The same for a text that is open already; it is closed with the rows, or where they cannot be read. */
export async function openRowsOf(source: TextSource, options: ReadOptions): Promise<OpenFile> {
  try {
    const found = options.format ?? findFormat(source.head);
    const { format, batches } =
      found === 'document' ? await openDocument(source) : { format: found, batches: rowsOf(source, found, options) };
    return { format, batches: () => toTheEnd(source, batches) };
  } catch (error) {
    source.close();
    throw error;
  }
}

async function* toTheEnd(source: TextSource, batches: AsyncIterable<FileBatch>): AsyncGenerator<FileBatch> {
  let rows = 0;
  let last = 0;
  let complaint: string | undefined;
  try {
    for await (const batch of batches) {
      rows += batch.rows.length;
      last = batch.rows.at(-1)?.line ?? last;
      const [problem] = batch.problems;
      if (problem !== undefined) complaint ??= `line ${problem.line}: ${problem.message}`;
      yield batch;
    }
  } finally {
    source.close();
  }
  const broken = source.broken();
  if (rows === 0)
    throw unreadable(
      source.file,
      `it holds no measurement${broken === null ? '' : `, for ${broken}`}${complaint === undefined ? '' : ` (${complaint})`}`,
    );
  if (broken !== null)
    yield {
      rows: [],
      problems: [{ file: source.file, line: last, message: `nothing could be read after this line: ${broken}` }],
      faults: [],
    };
}

function rowsOf(source: TextSource, format: FileFormat, options: ReadOptions): AsyncIterable<FileBatch> {
  switch (format) {
    case 'csv':
    case 'otava-csv':
      return readCsv(source, options);
    case 'nab':
      return readCsv(source, { time: 'timestamp', values: ['value'], ...options });
    case 'azure-vm-noise':
      return readCsv(source, { time: 'starttime', values: ['value'], ...options }, { instance: 'VM_id' });
    case 'k6':
      return isK6Csv(source.head) ? readK6Csv(source, options) : readK6Json(source, options);
    case 'perfkit':
      return readPerfkit(source, options);
    case 'fio':
      return whole(source, readFio);
    case 'sysbench':
      return whole(source, readSysbench);
    case 'stress-ng':
      return whole(source, readStressNg);
    case 'tcpd':
    case 'rally':
      return document(source, format);
  }
}

async function* whole(source: TextSource, read: (file: string, text: string) => FileBatch): AsyncGenerator<FileBatch> {
  yield read(source.file, await wholeText(source));
}

async function* document(source: TextSource, format: 'tcpd' | 'rally'): AsyncGenerator<FileBatch> {
  const value = await parse(source);
  if (!(format === 'tcpd' ? isTcpd(value) : isRally(value))) throw unreadable(source.file, `it is not of the format ${format}`);
  yield format === 'tcpd' ? readTcpd(source.file, value) : readRally(source.file, value);
}

/** A JSON document whose beginning does not say what it is. */
async function openDocument(source: TextSource): Promise<{ format: FileFormat; batches: AsyncIterable<FileBatch> }> {
  const value = await parse(source);
  const format = isTcpd(value) ? 'tcpd' : isRally(value) ? 'rally' : undefined;
  if (format === undefined) throw unreadable(source.file, 'it is JSON of no known format', 'Name the format: --format.');
  return {
    format,
    batches: (async function* () {
      yield format === 'tcpd' ? readTcpd(source.file, value) : readRally(source.file, value);
    })(),
  };
}

async function parse(source: TextSource): Promise<unknown> {
  const text = await wholeText(source);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HarnessError(
      'file-unreadable',
      `Cannot read it: it is no JSON${source.broken() === null ? '' : `, for ${source.broken()}`}: ${error.message}`,
      {
        place: source.file,
        cause: error,
      },
    );
  }
}
