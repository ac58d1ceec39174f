import type { JudgeSeriesOptions, SeriesJudgement } from '../../src/analysis/judge-series.ts';
import type { FigureRow } from '../document.ts';
import type { Unit } from '../quantity.ts';

/** One series of a file as it was judged. */
export interface ReportedSeries {
  readonly file: string;
  /** Unique within the file. */
  readonly key: string;
  /** What a reader calls it: unique among all. */
  readonly title: string;
  /** As the file tells it; null where it does not. */
  readonly unit: string | null;
  readonly judgement: SeriesJudgement;
  /** Its rows have times. */
  readonly timed: boolean;
  /** What its figure shows; null: it has none. */
  readonly course: readonly FigureRow[] | null;
}

/** A file that was looked at; what is wrong in it is in the words of its reader. */
export interface ReportedFile {
  readonly file: string;
  /** null: it could not be read, for the reason in `error`. */
  readonly format: string | null;
  readonly error: string | null;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** All that were met; `problems` may hold the first only. */
  readonly malformed: number;
}

/** What a report on files says. */
export interface SeriesModel {
  readonly series: readonly ReportedSeries[];
  readonly files: readonly ReportedFile[];
  /** What was not the default. */
  readonly options: JudgeSeriesOptions;
  /** To do it again. */
  readonly command: string;
}

/** Whether a series has something that its own section should tell. */
export function hasNews({ judgement }: Pick<ReportedSeries, 'judgement'>): boolean {
  return judgement.changePoints.length > 0 || judgement.failed > 0;
}

const UNITS: Readonly<Record<string, Unit>> = { s: 'seconds', B: 'bytes', 'B/s': 'bytes_per_second' };

/** How its values are printed; a unit that this does not know stands beside the number as the file has it. */
export function printedUnit({ unit }: Pick<ReportedSeries, 'unit'>): Unit {
  return UNITS[unit ?? ''] ?? 'number';
}
