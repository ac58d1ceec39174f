import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { groupBy } from '../../src/analysis/group-by.ts';
import type { EventRow } from '../../src/store/rows.ts';
import { code, paragraph, slug } from '../blocks.ts';
import { constant, count, statistic } from '../claim.ts';
import type { Block, FigureBlock, Inline } from '../document.ts';
import { ecdfFigure } from '../figures/ecdf.ts';
import { hourMapFigure, type DrawnHour } from '../figures/hour-map.ts';
import { runMediansFigure, type DrawnRun } from '../figures/run-medians.ts';
import type { MeasuredSeries } from './measured-series.ts';

/** The times of one kind of job on one side. */
export interface SideSeries {
  readonly name: string;
  readonly series: MeasuredSeries;
}

/** Days that a map of the week needs, and values that a cell of it needs. */
const DAYS = 7;
const VALUES = 3;

/** What stands beside the figure of all jobs: shares, runs in time, the map of the week. */
export function jobCompanions(sides: readonly SideSeries[], events: readonly EventRow[], idOf: (name: string) => string): readonly Block[] {
  const kind = slug(sides[0]?.series.jobKind ?? '');
  const runs = sides.reduce((sum, { series }) => sum + new Set(series.rows.map(({ run }) => run)).size, 0);
  return [
    sharesFigure(sides, idOf(`ecdf-${kind}`)),
    ...(runs < 2 ? [] : [runsFigure(sides, events, idOf(`run-medians-${kind}`))]),
    weekMap(sides, () => idOf(`hour-map-${kind}`)),
  ];
}

/** The share of jobs by their time, every side on one scale. */
export function sharesFigure(sides: readonly SideSeries[], id: string): FigureBlock {
  const caption: readonly Inline[] = [
    'Share of the ',
    code(sides[0]?.series.jobKind ?? ''),
    ' jobs that took no longer than the time on the axis: ',
    ...sides.flatMap(({ name, series: { fluctuation: spread, selection } }, index): readonly Inline[] => [
      index === 0 ? '' : '; ',
      `${name}, `,
      count(spread.n, selection),
      ' jobs, half of them within ',
      statistic(spread.median.value, 'seconds', 'median', selection),
    ]),
    '. The axis does not begin at zero.',
  ];
  const alt = 'Stepped lines: for each time the share of the jobs that took no longer, one line a side';
  return ecdfFigure(
    { id, caption, alt },
    sides.map(({ name, series }) => ({ name, values: known(series) })),
  );
}

/** The medians of the runs in time, with what people entered as events. */
export function runsFigure(sides: readonly SideSeries[], events: readonly EventRow[], id: string): FigureBlock {
  const drawn = sides.flatMap(({ name, series }) => drawnRuns(name, series));
  const caption: readonly Inline[] = [
    'Median time of the ',
    code(sides[0]?.series.jobKind ?? ''),
    ' jobs of each run, the bar from quartile to quartile',
    events.length === 0 ? '; no event was entered for this time.' : '. A dashed rule is an event that somebody entered.',
    ' The axis of times of a job does not begin at zero.',
  ];
  const alt = 'Points: the median of each run at its start, with a bar from quartile to quartile and a rule for each event';
  return runMediansFigure({ id, caption, alt }, drawn, events);
}

/** Medians by hour and weekday, or why there is no such map. */
export function weekMap(sides: readonly SideSeries[], id: () => string): Block {
  const kind = code(sides[0]?.series.jobKind ?? '');
  const needs: readonly Inline[] = [constant(DAYS, 'count', 'days that a map of the week needs'), ' days'];
  const short = sides.filter(({ series }) => daysOf(series) < DAYS);
  if (short.length > 0) {
    const each = short.flatMap(({ name, series }, index): readonly Inline[] => [
      index === 0 ? '' : ', ',
      `${name} `,
      statistic(daysOf(series), 'count', 'days', series.selection),
    ]);
    return paragraph('No map of ', kind, ' jobs by hour and weekday: it needs ', ...needs, ' with jobs; there are: ', ...each, '.');
  }
  const cells = sides.flatMap(({ name, series }) => hoursOf(name, series));
  const full = cells.filter(({ n }) => n >= VALUES);
  const least: readonly Inline[] = [constant(VALUES, 'count', 'values that a cell of the map needs'), ' jobs'];
  if (full.length === 0) return paragraph('No map of ', kind, ' jobs by hour and weekday: no hour of the week has ', ...least, '.');
  const rest = full.length === cells.length ? 'have any' : 'have as many as that; further hours have fewer and are left out';
  const caption: readonly Inline[] = [
    'Median time of the ',
    kind,
    ' jobs by hour and weekday. Drawn are hours with at least ',
    ...least,
    `, all that ${rest}.`,
  ];
  return hourMapFigure({ id: id(), caption, alt: 'A map of the week: the darker an hour, the longer its jobs took' }, full);
}

function known({ rows }: MeasuredSeries): readonly number[] {
  return rows.flatMap(({ value }) => (value === null || !Number.isFinite(value) ? [] : [value]));
}

function drawnRuns(side: string, { rows }: MeasuredSeries): readonly DrawnRun[] {
  const runs = groupBy(rows, ({ run }) => run ?? '');
  return [...runs].flatMap(([run, own]): readonly DrawnRun[] => {
    const spread = fluctuation(own.map(({ value }) => value));
    if (spread === undefined) return [];
    return [{ side, run, at: Math.min(...own.map(({ at }) => at)), median: spread.median.value, q1: spread.q1, q3: spread.q3 }];
  });
}

const DAY_US = 86_400e6;

/** Days, by UTC, on which jobs gave a time. */
function daysOf({ rows }: MeasuredSeries): number {
  return new Set(rows.flatMap(({ at, value }) => (value === null ? [] : [Math.floor(at / DAY_US)]))).size;
}

function hoursOf(side: string, { rows }: MeasuredSeries): readonly DrawnHour[] {
  // The first of January 1970 was a Thursday.
  const groups = groupBy(
    rows.filter(({ value }) => value !== null),
    ({ at }) => ((Math.floor(at / DAY_US) + 3) % 7) * 24 + Math.floor((at % DAY_US) / 3600e6),
  );
  return [...groups]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([cell, own]): readonly DrawnHour[] => {
      const spread = fluctuation(own.map(({ value }) => value));
      if (spread === undefined) return [];
      return [{ side, weekday: Math.floor(cell / 24), hour: cell % 24, median: spread.median.value, n: spread.n }];
    });
}
