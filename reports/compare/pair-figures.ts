import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { subsetAgrees } from '../../src/analysis/subset.ts';
import { code, paragraph } from '../blocks.ts';
import { constant, statistic } from '../claim.ts';
import type { Block, FigureBlock, Inline } from '../document.ts';
import { jobByJobFigure, type DrawnSide } from '../figures/job-by-job.ts';
import { mediansFigure, type DrawnMedian } from '../figures/medians.ts';
import type { MeasuredSeries } from '../run/measured-series.ts';
import type { RunModel } from '../run/model.ts';
import { presentSides, type ComparedSeries } from './compared-series.ts';
import type { CompareModel } from './model.ts';

/** The times of all jobs, one panel a side on one scale; `model.jobs` limits what is drawn, never what is computed. */
export function jobsFigure(model: CompareModel, pair: ComparedSeries, id: string): FigureBlock {
  const { jobs } = model;
  const kind = pair.before.jobKind;
  const drawn = presentSides(pair).map(([name, series]): DrawnSide => {
    const label = sideModel(model, name).instanceLabel;
    const { median, q1, q3 } = series.fluctuation;
    const shown = series.rows.filter(({ rank }) => jobs === null || (rank >= jobs.from && rank <= jobs.to));
    const points = shown.map(({ rank, value, instanceId }) => ({ job: rank, value, instance: lastPart(label(instanceId)) }));
    return { name, jobs: points, median: median.value, q1, q3 };
  });
  const failed = drawn.some((side) => side.jobs.some(({ value }) => value === null));
  const caption: readonly Inline[] = [
    'Time of each ',
    code(kind),
    ' job in start order, on one scale. The line is the median of a side and the band its middle half: ',
    ...presentSides(pair).flatMap(
      (
        [
          name,
          {
            fluctuation: { median },
            selection,
          },
        ],
        index,
      ): readonly Inline[] => [index === 0 ? '' : ', ', `${name} `, statistic(median.value, 'seconds', 'median', selection)],
    ),
    failed ? '. A cross on the axis is a job that gave no time.' : '.',
    ...(jobs === null
      ? []
      : [
          ' Drawn are the jobs ',
          constant(jobs.from, 'count', 'first job drawn'),
          ' to ',
          constant(jobs.to, 'count', 'last job drawn'),
          ' only; line and band are of all.',
        ]),
  ];
  const alt = 'Points: the time of each job against its number, one panel a side on one scale, with median line and quartile band';
  return jobByJobFigure({ id, caption, alt }, drawn);
}

/** The median of each unit of evidence on every side. */
export function unitMediansFigure(pair: ComparedSeries, id: string): FigureBlock {
  const caption: readonly Inline[] = [
    'Median time of the ',
    code(pair.before.jobKind),
    ' jobs of each unit of evidence, the bar from quartile to quartile. The axis does not begin at zero.',
  ];
  const alt = 'Points: the median of each unit of evidence on both sides, with a bar from quartile to quartile';
  return mediansFigure(
    { id, caption, alt, axis: 'Unit' },
    presentSides(pair).flatMap(([name, series]) => drawnUnits(name, series)),
  );
}

/** Whether the drawn jobs tell the same as all of them. */
export function drawnJobsAgreement(pair: ComparedSeries, jobs: { readonly from: number; readonly to: number }): Block {
  const each = presentSides(pair).flatMap(([name, { rows }], index): readonly Inline[] => {
    const drawn = rows.filter(({ rank }) => rank >= jobs.from && rank <= jobs.to);
    const { medianInside, spreadInside } = subsetAgrees(
      rows.map(({ value }) => value),
      drawn.map(({ value }) => value),
    );
    return [index === 0 ? '' : '; ', `${name}: median ${where(medianInside)}, spread ${where(spreadInside)}`];
  });
  return paragraph('The drawn jobs against the interval of all jobs: ', ...each, '.');
}

const where = (inside: boolean): string => (inside ? 'inside' : 'outside');

function sideModel(model: CompareModel, name: string): RunModel {
  if (name === 'reference' && model.reference !== null) return model.reference;
  return name === 'after' ? model.after : model.before;
}

/** Several runs of a side have the same instance numbers: the colour is the number within the run. */
function lastPart(label: string): string {
  return label.split('.').at(-1) ?? label;
}

function drawnUnits(side: string, { units }: MeasuredSeries): readonly DrawnMedian[] {
  return units.flatMap(({ key, values }): readonly DrawnMedian[] => {
    const own = fluctuation(values);
    return own === undefined ? [] : [{ name: key, side, median: own.median.value, q1: own.q1, q3: own.q3 }];
  });
}
