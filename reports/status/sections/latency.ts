import type { TooFew } from '../../../src/analysis/types.ts';
import { code, heading, joined, paragraph, table } from '../../blocks.ts';
import { claim, constant, count, statistic, withInterval } from '../../claim.ts';
import type { Block, Inline, Selection, Statistic } from '../../document.ts';
import { hourMapFigure } from '../../figures/hour-map.ts';
import { latencyBandsFigure } from '../../figures/latency-bands.ts';
import { betterOrWorse, sizeWords } from '../change-words.ts';
import { DAY_US } from '../cells.ts';
import type { StatusModel } from '../model.ts';
import type { WatchedLatency } from '../watched-latency.ts';
import { plainNames } from './availability.ts';

const DRAWN = 12;
/** Every weekday is then there twice. */
const WEEK_MAP_DAYS = 14;

/** How fast the probes were answered, by phase, beside the window before. */
export function latencySection(model: StatusModel): readonly Block[] {
  const head = heading(1, 'Latency', 'latency');
  if (model.latencies.length === 0) return [head, paragraph('Not observed, because no look outside runs was answered.')];
  return [head, ...bands(model), latencyTable(model), ...weekMap(model)];
}

function totals({ latencies }: StatusModel): readonly WatchedLatency[] {
  return latencies.filter(({ series }) => series.tags['phase'] === 'total');
}

const namesOf = (latencies: readonly WatchedLatency[]): readonly string[] =>
  plainNames(latencies.map(({ series: { tags, target, observer } }) => ({ subject: { key: tags['probe'] ?? '', target, observer } })));

const firstOnly = (n: number): readonly Inline[] =>
  n > DRAWN ? [' Only the first ', constant(DRAWN, 'count', 'probes that a figure shows'), ' are drawn.'] : [];

function bands(model: StatusModel): readonly Block[] {
  const drawn = totals(model).slice(0, DRAWN);
  if (drawn.length === 0) return [];
  const names = namesOf(drawn);
  const caption = [
    'Time of a look: the line is the median of each stretch of time, the bars reach from the least to the greatest value, so that none is left out.',
    ...firstOnly(totals(model).length),
  ];
  const alt = 'A panel for each probe: the median time of its looks along the calendar, with bars from the least to the greatest';
  return [
    latencyBandsFigure(
      { id: 'latency-bands', caption, alt },
      drawn.map(({ cells }, index) => ({ name: names[index] ?? '', cells })),
    ),
  ];
}

function latencyTable(model: StatusModel): Block {
  const several = new Set(model.latencies.map(({ series }) => series.target)).size > 1;
  const rows = model.latencies.map((latency): readonly (readonly Inline[])[] => {
    const { series, now, before, selection, selectionBefore } = latency;
    return [
      [code(series.tags['probe'] ?? ''), ...(several ? [' of ', code(series.target)] : [])],
      [code(series.tags['phase'] ?? '')],
      [count(now.n, selection)],
      withInterval(now.median, 'seconds', { statistic: 'median', of: selection }),
      [statistic(now.q1, 'seconds', 'q1', selection), ' … ', statistic(now.q3, 'seconds', 'q3', selection)],
      percentileWords(now.p95, 'p95', selection),
      percentileWords(now.p99, 'p99', selection),
      [statistic(now.max, 'seconds', 'max', selection)],
      before === null
        ? ['not observed']
        : [
            ...withInterval(before.median, 'seconds', { statistic: 'median', of: selectionBefore }),
            ' of ',
            count(before.n, selectionBefore),
          ],
      changeWords(model, series.id),
    ];
  });
  const caption = [
    'Looks that failed have no time: they are counted under outages. Median before: in the window of the same length before this one, from ',
    { time: model.before.from },
    '. Two medians that differ are no change; a change is one that the watch confirmed in this window.',
  ];
  const titles = ['Probe', 'Phase', 'n>', 'Median>', 'Quartiles>', 'p95>', 'p99>', 'Greatest>', 'Median before>', 'Confirmed change'];
  return table('latency-table', caption, titles, rows);
}

function percentileWords(
  estimate: WatchedLatency['now']['p95'] | TooFew,
  name: Extract<Statistic, 'p95' | 'p99'>,
  of: Selection,
): readonly Inline[] {
  if ('tooFew' in estimate) return ['n too small: ', constant(estimate.need, 'count', `values that a ${name} needs`), ' needed'];
  return [claim(estimate.value, 'seconds', { statistic: name, of })];
}

function changeWords({ changes }: StatusModel, series: number): readonly Inline[] {
  const own = changes.filter((change) => change.series === series);
  const each = own.map((change): readonly Inline[] => [
    `${betterOrWorse(change)}, `,
    ...sizeWords(change),
    ' (',
    code(`judgement-${change.id}`),
    ')',
  ]);
  return joined(each, '; ', 'none');
}

function weekMap(model: StatusModel): readonly Block[] {
  const { window } = model;
  const need = constant(WEEK_MAP_DAYS, 'count', 'days that a map of the week needs');
  if (window.to - window.from < WEEK_MAP_DAYS * DAY_US) {
    return [
      paragraph(
        'Hours and weekdays are not drawn: a map of the week needs ',
        need,
        ' days, so that every weekday is there more than once.',
      ),
    ];
  }
  const drawn = totals(model).slice(0, DRAWN);
  const names = namesOf(drawn);
  const caption = [
    'Median time of a look by weekday and hour, shades of each probe for itself. They show a pattern; whether it is more than chance was not tested here.',
    ...firstOnly(totals(model).length),
  ];
  const alt = 'A map of the week for each probe: the darker an hour, the longer its looks took';
  const cells = drawn.flatMap(({ week }, index) =>
    week.flatMap((cell, hour) =>
      cell === null ? [] : [{ side: names[index] ?? '', weekday: Math.floor(hour / 24), hour: hour % 24, median: cell.median, n: cell.n }],
    ),
  );
  return cells.length === 0 ? [] : [hourMapFigure({ id: 'week', caption, alt, apart: true }, cells)];
}
