import { code, table } from '../blocks.ts';
import { count, statistic, withInterval } from '../claim.ts';
import type { Inline, TableBlock } from '../document.ts';
import { medianWords, percentileWords, robustCvWords } from '../spread-words.ts';
import type { MeasuredSeries } from './measured-series.ts';
import { sideCells, sideTitles, type Side } from './side.ts';

const CAPTION = [
  'Times of jobs that ended well: their level, their spread, and where the spread lies. ICC: the share of the variance that lies between instances. A dash: fewer than two instances, or none with two jobs.',
];

/** Every kind of job on every side in one table: how long, how steady, and how much of it is the instance. */
export function spreadTable(sides: readonly Side[], id = 'spread-table'): TableBlock {
  const titles = ['Kind of job', 'Jobs>', 'Instances>', 'Median>', 'Robust CV>', 'CV within>', 'CV between>', 'ICC>', 'p95>', 'p99>'];
  const rows = sides.flatMap((side) =>
    side.model.series
      .filter(({ metric }) => metric === 'job_duration_seconds')
      .map((series, _, all) => sideCells(side, cells(series, all.filter(({ jobKind }) => jobKind === series.jobKind).length > 1))),
  );
  const shared = sides.some(({ model }) => model.sharesHost)
    ? [' On a shared machine what lies between instances says nothing about a cloud.']
    : [];
  return table(id, [...CAPTION, ...shared], sideTitles(sides, titles), rows);
}

function cells(series: MeasuredSeries, several: boolean): readonly (readonly Inline[])[] {
  const { jobKind, comparable, fluctuation: spread, selection, instances, components } = series;
  const parts: readonly (readonly Inline[])[] =
    'tooFew' in components
      ? [['–'], ['–'], ['–']]
      : [
          [statistic(components.withinCv, 'percent', 'within_cv', selection)],
          [statistic(components.betweenCv, 'percent', 'between_cv', selection)],
          withInterval(components.icc, 'percent', { statistic: 'icc', of: selection }),
        ];
  return [
    [code(jobKind), ...(several ? [' by ', code(comparable)] : [])],
    [count(spread.n, selection)],
    [statistic(instances.length, 'count', 'instances', selection)],
    medianWords(spread, 'seconds', selection),
    robustCvWords(spread, selection),
    ...parts,
    percentileWords(spread, 'p95', 'seconds', selection),
    percentileWords(spread, 'p99', 'seconds', selection),
  ];
}
