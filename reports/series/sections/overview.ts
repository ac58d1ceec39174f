import { code, heading, paragraph, table } from '../../blocks.ts';
import { constant } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { medianWords, robustCvWords } from '../../spread-words.ts';
import { withoutCommonFolder } from '../../without-common-folder.ts';
import { countOf, rowsOf } from '../claims.ts';
import { printedUnit, type ReportedSeries, type SeriesModel } from '../model.ts';

/** All series in one table. */
export function overview(model: SeriesModel): readonly Block[] {
  const head = heading(1, 'The series', 'series');
  if (model.series.length === 0) return [head, paragraph('None: no file holds one.')];
  const caption = [
    'Parentheses hold the interval at ',
    constant(0.95, 'percent', 'level of all intervals'),
    '; with few values there is none. Rows without a value count as rows.',
  ];
  const shortOf = withoutCommonFolder(model.series.map(({ file }) => file));
  const titles = ['File', 'Series', 'Rows>', 'Missing>', 'Median>', 'Unit', 'Robust CV>', 'Changes>', 'Anomalies>', 'Outages>'];
  return [
    head,
    table(
      'series-table',
      caption,
      titles,
      model.series.map((series) => tableRow(series, shortOf(series.file), model)),
    ),
  ];
}

function tableRow(series: ReportedSeries, file: string, model: SeriesModel): readonly (readonly Inline[])[] {
  const { n, missing, fluctuation, changePoints, anomalies, reliability } = series.judgement;
  const shown = printedUnit(series);
  return [
    [code(file)],
    [code(series.title)],
    [countOf(series, 'rows', n, model)],
    [countOf(series, 'missing', missing, model)],
    fluctuation === null ? ['–'] : medianWords(fluctuation, shown, rowsOf(series)),
    series.unit === null || shown !== 'number' ? ['–'] : [code(series.unit)],
    fluctuation === null ? ['–'] : robustCvWords(fluctuation, rowsOf(series)),
    [countOf(series, 'changes', changePoints.length, model)],
    [countOf(series, 'anomalies', anomalies.length, model)],
    reliability === null ? ['–'] : [countOf(series, 'outages', reliability.outages.length, model)],
  ];
}
