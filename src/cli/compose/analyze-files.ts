import { setImmediate } from 'node:timers/promises';
import { judgeSeries, type JudgeSeriesOptions, type SeriesJudgement } from '../../analysis/judge-series.ts';
import { HarnessError } from '../../core/errors.ts';
import type { ReadOptions } from '../../files/file-row.ts';
import { readSeries, type ReadFile } from '../../files/read-series.ts';
import type { FileSeries } from '../../files/series-columns.ts';
import { fileRecoveries, type FileRecovery } from './fault-recoveries.ts';

/** `store`: the source is the store, in place of a file. */
export type SourceFormat = ReadFile['format'] | 'store';

export interface JudgedFile {
  readonly file: string;
  /** The file itself without its series, which are gone once they are judged; an error where it could not be read. */
  readonly read: (Omit<ReadFile, 'series' | 'format'> & { readonly format: SourceFormat }) | HarnessError;
  /** What faults did that were injected while it was recorded. */
  readonly recoveries: readonly FileRecovery[];
}

export interface JudgedSeries {
  readonly file: string;
  readonly format: SourceFormat;
  readonly series: FileSeries;
  readonly judgement: SeriesJudgement;
}

/**
 * Each series of each file, in their order, then the file. A file that cannot be read is told as such and the next one follows; only what is a bug rejects.
 * Between two series the loop of the process gets its turn, so that a signal is heard; after it nothing more comes.
 */
export async function* analyzeFiles(
  files: readonly string[],
  read: ReadOptions,
  judge: JudgeSeriesOptions,
  signal: AbortSignal,
): AsyncGenerator<JudgedSeries | JudgedFile> {
  for (const file of files) {
    const found = await readSeries(file, read).catch((error: unknown) => {
      if (error instanceof HarnessError) return error;
      throw error;
    });
    if (found instanceof HarnessError) {
      yield { file, read: found, recoveries: [] };
      continue;
    }
    const { series, ...rest } = found;
    for (const one of series) {
      await setImmediate();
      if (signal.aborted) return;
      yield { file, format: found.format, series: one, judgement: judgeSeries(one, judge) };
    }
    yield { file, read: rest, recoveries: fileRecoveries(found) };
  }
}
