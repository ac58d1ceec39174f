import { code, heading, joined, paragraph, slug, table } from '../../blocks.ts';
import { count, statistic, withInterval } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { jobByJobFigure } from '../../figures/job-by-job.ts';
import { mediansFigure } from '../../figures/medians.ts';
import { metricUnit, metricWords } from '../../metric-words.ts';
import { medianWords, p95Words, quartileWords, robustCvWords } from '../../spread-words.ts';
import type { MeasuredSeries } from '../measured-series.ts';
import type { RunModel } from '../model.ts';

/** How much the jobs fluctuate: figure, medians and table for each kind. */
export function fluctuationSection(model: RunModel, idOf: (name: string) => string): readonly Block[] {
  const head = heading(1, 'Fluctuation', 'fluctuation');
  const kinds = [...new Set([...model.jobs.map(({ kind }) => kind), ...model.series.map(({ jobKind }) => jobKind)])].toSorted();
  if (kinds.length === 0) return [head, paragraph('Not measured, because the plan has no jobs.')];
  return [head, ...kinds.flatMap((kind) => kindBlocks(model, kind, idOf))];
}

function kindBlocks(model: RunModel, kind: string, idOf: (name: string) => string): readonly Block[] {
  const series = model.series.filter(({ jobKind }) => jobKind === kind);
  const head = heading(2, `Jobs of kind ${kind}`, idOf(`jobs-of-${slug(kind)}`));
  if (series.length === 0) return [head, paragraph('Not measured, because no job of this kind ended well.')];
  const titles = ['Figure', 'n>', 'Median>', 'Quartiles>', 'Robust CV>', 'p95>', 'Smallest … greatest>'];
  const rows = series.map((one) => tableRow(one));
  return [
    head,
    ...series.filter(({ metric }) => metric === 'job_duration_seconds').flatMap((one) => figures(model, one, idOf)),
    table(idOf(`fluctuation-${slug(kind)}`), ['All jobs that ended well enter these numbers.'], titles, rows),
    ...series.filter(({ metric }) => metric === 'job_duration_seconds').flatMap((one) => components(one)),
    ...unread(series),
  ];
}

function figures(model: RunModel, series: MeasuredSeries, idOf: (name: string) => string): readonly Block[] {
  const { fluctuation: spread, rows, instances, selection, jobKind } = series;
  const jobs = rows.map(({ rank, value, instanceId }) => ({ job: rank, value, instance: model.instanceLabel(instanceId) }));
  const failed = rows.some(({ value }) => value === null);
  const caption: readonly Inline[] = [
    'Time of each ',
    code(jobKind),
    ' job in start order. The line is the median, ',
    statistic(spread.median.value, 'seconds', 'median', selection),
    '; the band holds the middle half, ',
    ...quartileWords(spread, 'seconds', selection),
    failed ? '. A cross on the axis is a job that gave no time.' : '.',
  ];
  const figure = jobByJobFigure(
    {
      id: idOf(`job-by-job-${slug(jobKind)}`),
      caption,
      alt: 'Points: the time of each job against its number, coloured by instance, with median line and quartile band',
    },
    [{ name: 'all', jobs, median: spread.median.value, q1: spread.q1, q3: spread.q3 }],
  );
  if (instances.length < 2) return [figure];
  const each = instances.map(({ label, fluctuation: own }) => ({
    name: label,
    side: 'all',
    median: own.median.value,
    q1: own.q1,
    q3: own.q3,
  }));
  const words = model.sharesHost ? ' They share one machine: differences between them say nothing about a cloud.' : '';
  const medians = mediansFigure(
    {
      id: idOf(`instance-medians-${slug(jobKind)}`),
      caption: [
        'Median time of the ',
        code(jobKind),
        ` jobs on each instance, the bar from quartile to quartile. The axis does not begin at zero.${words}`,
      ],
      alt: 'Points: the median time of the jobs on each instance, with a bar from quartile to quartile',
      axis: 'Instance',
    },
    each,
  );
  return [figure, medians];
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
    p95Words(spread.p95, unit, selection),
    [statistic(spread.min, unit, 'min', selection), ' … ', statistic(spread.max, unit, 'max', selection)],
  ];
}

function components({ components: parts, selection, jobKind }: MeasuredSeries): readonly Block[] {
  if ('tooFew' in parts) return [];
  const of = selection;
  return [
    paragraph(
      'Of the spread of ',
      code(jobKind),
      ' jobs, within an instance: CV ',
      statistic(parts.withinCv, 'percent', 'within_cv', of),
      '; between instances: CV ',
      statistic(parts.betweenCv, 'percent', 'between_cv', of),
      '; share of the variance that lies between instances: ',
      ...withInterval(parts.icc, 'percent', { statistic: 'icc', of }),
      '.',
    ),
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
