import { heading, joined, paragraph, slug, table } from '../../blocks.ts';
import { count, statistic } from '../../claim.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import { metricUnit, metricWords } from '../../metric-words.ts';
import { medianWords, percentileWords, quartileWords, robustCvWords } from '../../spread-words.ts';
import type { MeasuredSeries } from '../measured-series.ts';
import type { RunModel } from '../model.ts';
import { jobCompanions } from '../job-companions.ts';
import { spreadTable } from '../spread-table.ts';
import { instanceMediansFigure, jobsFigure } from '../series-figures.ts';

/** How much the jobs fluctuate: figure, medians and table for each kind. */
export function fluctuationSection(model: RunModel, idOf: (name: string) => string): readonly Block[] {
  const head = heading(1, 'Fluctuation', 'fluctuation');
  const kinds = [...new Set([...model.jobs.map(({ kind }) => kind), ...model.series.map(({ jobKind }) => jobKind)])].toSorted();
  if (kinds.length === 0) return [head, paragraph('Not measured, because the plan has no jobs.')];
  const table = model.series.length === 0 ? [] : [spreadTable([{ name: null, model }])];
  return [head, ...table, ...kinds.flatMap((kind) => kindBlocks(model, kind, idOf))];
}

function kindBlocks(model: RunModel, kind: string, idOf: (name: string) => string): readonly Block[] {
  const series = model.series.filter(({ jobKind }) => jobKind === kind);
  const head = heading(2, `Jobs of kind ${kind}`, idOf(`jobs-of-${slug(kind)}`));
  if (series.length === 0) return [head, paragraph('Not measured, because no job of this kind ended well.')];
  return [
    head,
    ...series.filter(({ metric }) => metric === 'job_duration_seconds').flatMap((one) => figures(model, one, idOf)),
    fluctuationTable(series, idOf(`fluctuation-${slug(kind)}`)),
    ...unread(series),
  ];
}

function figures(model: RunModel, series: MeasuredSeries, idOf: (name: string) => string): readonly Block[] {
  const kind = slug(series.jobKind);
  const figure = jobsFigure(model, series, idOf(`job-by-job-${kind}`));
  return [
    figure,
    ...(series.instances.length < 2 ? [] : [instanceMediansFigure(model, series, idOf(`instance-medians-${kind}`))]),
    ...jobCompanions([{ name: 'all', series }], model.facts.events, idOf),
  ];
}

export function fluctuationTable(series: readonly MeasuredSeries[], id: string): TableBlock {
  const titles = ['Figure', 'n>', 'Median>', 'Quartiles>', 'Robust CV>', 'p95>', 'Smallest … greatest>'];
  const rows = series.map((one) => tableRow(one));
  return table(id, ['All jobs that ended well enter these numbers.'], titles, rows);
}

function tableRow({ metric, tags, fluctuation: spread, selection }: MeasuredSeries): readonly (readonly Inline[])[] {
  const unit = metricUnit(metric);
  const { jobKind: _, ...further } = { jobKind: '', ...tags };
  return [
    metricWords(metric, further),
    [count(spread.n, selection)],
    medianWords(spread, unit, selection),
    quartileWords(spread, unit, selection),
    robustCvWords(spread, selection),
    percentileWords(spread, 'p95', unit, selection),
    [statistic(spread.min, unit, 'min', selection), ' … ', statistic(spread.max, unit, 'max', selection)],
  ];
}

/** A write figure alone says nothing of reading. */
function unread(series: readonly MeasuredSeries[]): readonly Block[] {
  const directions = new Set(series.filter(({ metric }) => metric === 'io_bytes_per_second').map(({ tags }) => tags['direction']));
  const io = series.some(({ metric }) => metric.startsWith('io_')) || series.some(({ jobKind }) => jobKind === 'io');
  const missing = (['read', 'write'] as const).filter((direction) => io && !directions.has(direction));
  const reasons = { read: 'no figure was taken past the page cache', write: 'no job gave a figure for it' };
  return missing.map((direction) =>
    paragraph(
      ...joined([[`Throughput of ${direction === 'read' ? 'reading' : 'writing'}: not measured, because ${reasons[direction]}.`]], ''),
    ),
  );
}
