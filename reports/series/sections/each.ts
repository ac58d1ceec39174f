import type { ChangePoint } from '../../../src/analysis/regime-types.ts';
import type { Outage } from '../../../src/analysis/types.ts';
import { code, heading, joined, paragraph, slug, table } from '../../blocks.ts';
import { claim, statistic, withInterval } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { courseFigure } from '../../figures/course.ts';
import { quartileWords } from '../../spread-words.ts';
import { changePart, rowsOf, sizeWords } from '../claims.ts';
import { printedUnit, type ReportedSeries, type SeriesModel } from '../model.ts';

/** Every series that has a figure, with its changes and outages. */
export function eachSeries(model: SeriesModel, idOf: (name: string) => string): readonly Block[] {
  const drawn = model.series.filter(({ course }) => course !== null);
  if (drawn.length === 0) return [];
  const left =
    drawn.length < model.series.length
      ? [paragraph('Not every series is drawn: those that moved or failed come first. The table above has all.')]
      : [];
  return [heading(1, 'Each series', 'each'), ...left, ...drawn.flatMap((series) => seriesBlocks(series, model, idOf))];
}

function seriesBlocks(series: ReportedSeries, model: SeriesModel, idOf: (name: string) => string): readonly Block[] {
  const { changePoints, reliability, prepared } = series.judgement;
  const id = idOf(`of-${slug(series.title)}`);
  const changes = changePoints.map((change, index) => changeRow(series, index + 1, change, model));
  const outages = (reliability?.outages ?? []).map((outage, index) => outageRow(series, index + 1, outage));
  return [
    heading(2, series.title, id),
    figureOf(series, idOf(`course-${slug(series.title)}`)),
    ...(prepared.length === 0
      ? []
      : [
          paragraph(
            'Beforehand: ',
            ...joined(
              prepared.map((words) => [{ quote: words }]),
              '; ',
            ),
            '.',
          ),
        ]),
    ...components(series),
    ...(changes.length === 0 ? [] : [table(idOf(`${id}-changes`), ['Where the level moved; rows count from zero.'], CHANGES, changes)]),
    ...(outages.length === 0 ? [] : [table(idOf(`${id}-outages`), ['Outages, with both bounds.'], OUTAGES, outages)]),
  ];
}

const CHANGES = ['Row>', 'Time', 'Plausible rows>', 'After ÷ before, or after − before>', 'p>', 'Kind'];
const OUTAGES = ['Code', 'Began after', 'Began by', 'Ended after', 'Ended by', 'Down>'];

function figureOf(series: ReportedSeries, id: string): Block {
  const { judgement } = series;
  const { fluctuation } = judgement;
  const middle: readonly Inline[] =
    fluctuation === null ? [] : ['; the middle half lies in ', ...quartileWords(fluctuation, printedUnit(series), rowsOf(series))];
  const caption = [
    'Values of ',
    code(series.title),
    ' in ',
    code(series.file),
    ...middle,
    '. A line is the median of a regime, a dashed line the beginning of the next, a ring an anomaly.',
  ];
  return courseFigure(
    { id, caption, alt: 'Points: the values in their order; lines: the median of each regime' },
    { rows: series.course ?? [], timed: series.timed, unit: series.unit },
  );
}

function components(series: ReportedSeries): readonly Block[] {
  const { components: found } = series.judgement;
  if (found === null || 'tooFew' in found) return [];
  const of = rowsOf(series);
  return [
    paragraph(
      'Between the ',
      statistic(found.units, 'count', 'units', of),
      ' machines the values differ by a CV of ',
      statistic(found.betweenCv, 'percent', 'between_cv', of),
      ', within one by ',
      statistic(found.withinCv, 'percent', 'within_cv', of),
      '; intraclass correlation ',
      ...withInterval(found.icc, 'number', { statistic: 'icc', of }),
      '.',
    ),
  ];
}

function changeRow(series: ReportedSeries, number: number, change: ChangePoint, model: SeriesModel): readonly (readonly Inline[])[] {
  const { index, at, interval, p, kind } = change;
  const part = (name: string, value: number): Inline => changePart(series, number, name, value, 'count', model);
  return [
    [part('index', index)],
    at === null ? ['–'] : [{ time: at }],
    [part('low', interval.low), ' … ', part('high', interval.high)],
    sizeWords(series, number, change, model),
    [changePart(series, number, 'p', p, 'p', model)],
    [kind],
  ];
}

function outageRow(
  series: ReportedSeries,
  number: number,
  { code: word, lastOkAt, firstBadAt, lastBadAt, firstOkAt, downtime }: Outage,
): readonly (readonly Inline[])[] {
  const instant = (at: number | null, none: string): readonly Inline[] => (at === null ? [none] : [{ time: at }]);
  const bound = (value: number, side: 'low' | 'high'): Inline =>
    claim(value, 'seconds', { statistic: 'downtime', of: rowsOf(series), bound: { side, level: 1 }, parameters: { number } });
  return [
    [code(word)],
    instant(lastOkAt, 'not seen'),
    instant(firstBadAt, '–'),
    instant(lastBadAt, '–'),
    instant(firstOkAt, 'open'),
    [bound(downtime.min, 'low'), ' … ', downtime.max === null ? 'open' : bound(downtime.max, 'high')],
  ];
}
