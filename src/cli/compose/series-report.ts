import { courseRows } from '../../../reports/series/course-rows.ts';
import { seriesDocument } from '../../../reports/series/document.ts';
import { hasNews, type ReportedFile, type ReportedSeries } from '../../../reports/series/model.ts';
import type { WrittenFiles } from '../../../reports/write-report.ts';
import type { JudgeSeriesOptions } from '../../analysis/judge-series.ts';
import { HarnessError } from '../../core/errors.ts';
import type { SeriesName } from '../../files/file-row.ts';
import { seriesTitles } from '../../files/series-titles.ts';
import type { JudgedFile, JudgedSeries } from './analyze-files.ts';
import type { WriteDocument } from './report-writer.ts';

/** A report has no more figures: those that moved or failed come first, in the order of the files. */
const MOST_FIGURES = 60;

export interface SeriesReport {
  /** Keeps what the report says of it, not its rows. */
  add(found: JudgedSeries | JudgedFile): void;
  /** All or nothing; rejects as `writeReport` does. */
  write(folder: string): Promise<WrittenFiles>;
}

/** Gathers the report on the files of one `analyze`. */
export function seriesReport(options: JudgeSeriesOptions, command: string, write: WriteDocument): SeriesReport {
  const series: Omit<ReportedSeries, 'title'>[] = [];
  const names: { readonly file: string; readonly name: SeriesName }[] = [];
  const files: ReportedFile[] = [];
  const drawn = { news: 0, quiet: 0 };
  return {
    add(found) {
      if (!('judgement' in found)) {
        files.push(reportedFile(found));
        return;
      }
      const { name, times } = found.series;
      const kind = hasNews(found) ? 'news' : 'quiet';
      drawn[kind] += 1;
      const course = drawn[kind] > MOST_FIGURES ? null : courseRows(found.series, found.judgement);
      names.push({ file: found.file, name });
      series.push({ file: found.file, key: name.key, unit: name.unit, judgement: found.judgement, timed: times !== null, course });
    },
    async write(folder) {
      let room = Math.max(0, MOST_FIGURES - drawn.news);
      const titles = seriesTitles(names);
      const shown = series.map((one, index) => {
        const isDrawn = one.course !== null && (hasNews(one) || (room -= 1) >= 0);
        return { ...one, title: titles[index] ?? one.key, course: isDrawn ? one.course : null };
      });
      return write(seriesDocument({ series: shown, files, options, command }), folder);
    },
  };
}

function reportedFile({ file, read }: JudgedFile): ReportedFile {
  if (read instanceof HarnessError) return { file, format: null, error: read.message, problems: [], malformed: 1 };
  return { file, format: read.format, error: null, problems: read.problems, malformed: read.malformed };
}
