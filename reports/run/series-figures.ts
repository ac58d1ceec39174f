import { code } from '../blocks.ts';
import { statistic } from '../claim.ts';
import type { FigureBlock, Inline } from '../document.ts';
import { jobByJobFigure } from '../figures/job-by-job.ts';
import { mediansFigure } from '../figures/medians.ts';
import { quartileWords } from '../spread-words.ts';
import type { MeasuredSeries } from './measured-series.ts';
import type { RunModel } from './model.ts';

/** The time of every job in start order, with median and quartiles. */
export function jobsFigure(model: RunModel, series: MeasuredSeries, id: string): FigureBlock {
  const { fluctuation: spread, rows, selection, jobKind } = series;
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
  const alt = 'Points: the time of each job against its number, coloured by instance, with median line and quartile band';
  return jobByJobFigure({ id, caption, alt }, [{ name: 'all', jobs, median: spread.median.value, q1: spread.q1, q3: spread.q3 }]);
}

/** The median of each instance, with its quartiles. */
export function instanceMediansFigure(model: RunModel, { instances, jobKind }: MeasuredSeries, id: string): FigureBlock {
  const each = instances.map(({ label, fluctuation: own }) => ({
    name: label,
    side: 'all',
    median: own.median.value,
    q1: own.q1,
    q3: own.q3,
  }));
  const words = model.sharesHost ? ' They share one machine: differences between them say nothing about a cloud.' : '';
  const caption: readonly Inline[] = [
    'Median time of the ',
    code(jobKind),
    ` jobs on each instance, the bar from quartile to quartile. The axis does not begin at zero.${words}`,
  ];
  const alt = 'Points: the median time of the jobs on each instance, with a bar from quartile to quartile';
  return mediansFigure({ id, caption, alt, axis: 'Instance' }, each);
}
