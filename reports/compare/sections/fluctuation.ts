import { subsetAgrees } from '../../../src/analysis/subset.ts';
import { code, heading, paragraph, slug, table } from '../../blocks.ts';
import { claim, constant, count, statistic } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { jobByJobFigure, type DrawnSide } from '../../figures/job-by-job.ts';
import { mediansFigure, type DrawnMedian } from '../../figures/medians.ts';
import { fluctuation } from '../../../src/analysis/fluctuation.ts';
import { metricUnit, metricWords } from '../../metric-words.ts';
import { medianWords, p95Words, robustCvWords } from '../../spread-words.ts';
import type { MeasuredSeries } from '../../run/measured-series.ts';
import type { RunModel } from '../../run/model.ts';
import type { ComparedSeries } from '../compared-series.ts';
import type { CompareModel } from '../model.ts';
import { ratioRecipe, ratioWords, verdictWords, type Judged } from '../verdict-words.ts';

/** The jobs of both sides on one scale, and what may be said of the difference. */
export function fluctuationSection(model: CompareModel, idOf: (name: string) => string): readonly Block[] {
  const head = heading(1, 'Fluctuation', 'fluctuation');
  const kinds = [...new Set(model.series.map(({ before }) => before.jobKind))];
  if (kinds.length === 0) return [head, paragraph('Not measured, because no kind of job ended well on both sides.'), ...unpaired(model)];
  return [head, ...kinds.flatMap((kind) => kindBlocks(model, kind, idOf)), ...unpaired(model)];
}

function kindBlocks(model: CompareModel, kind: string, idOf: (name: string) => string): readonly Block[] {
  const pairs = model.series.filter(({ before }) => before.jobKind === kind);
  const headlines = pairs.filter(({ before }) => before.metric === 'job_duration_seconds');
  const values = ['Figure', 'Side', 'n>', 'Units>', 'Median>', 'Robust CV>', 'p95>'];
  const verdicts = ['Figure', 'Of', 'Ratio>', 'p>', 'Verdict'];
  return [
    heading(2, `Jobs of kind ${kind}`, idOf(`jobs-of-${slug(kind)}`)),
    ...headlines.flatMap((pair) => figures(model, pair, idOf)),
    table(
      idOf(`verdicts-${slug(kind)}`),
      ['After ÷ before, from one number a unit; interval and p are of one exact test.'],
      verdicts,
      pairs.flatMap((pair) => verdictRows(model, pair)),
    ),
    table(
      idOf(`fluctuation-${slug(kind)}`),
      ['All jobs that ended well enter these numbers.'],
      values,
      pairs.flatMap((pair) => valueRows(pair)),
    ),
  ];
}

function present({ before, after, reference }: ComparedSeries): readonly (readonly [name: string, series: MeasuredSeries])[] {
  return [['before', before], ['after', after], ...(reference === null ? [] : [['reference', reference] as const])];
}

function sideModel(model: CompareModel, name: string): RunModel {
  if (name === 'reference' && model.reference !== null) return model.reference;
  return name === 'after' ? model.after : model.before;
}

function figures(model: CompareModel, pair: ComparedSeries, idOf: (name: string) => string): readonly Block[] {
  const { jobs } = model;
  const kind = pair.before.jobKind;
  const drawn = present(pair).map(([name, series]): DrawnSide => {
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
    ...present(pair).flatMap(
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
  const units = present(pair).flatMap(([name, series]) => drawnUnits(name, series));
  const medians = mediansFigure(
    {
      id: idOf(`unit-medians-${slug(kind)}`),
      caption: [
        'Median time of the ',
        code(kind),
        ' jobs of each unit of evidence, the bar from quartile to quartile. The axis does not begin at zero.',
      ],
      alt: 'Points: the median of each unit of evidence on both sides, with a bar from quartile to quartile',
      axis: 'Unit',
    },
    units,
  );
  return [
    jobByJobFigure({ id: idOf(`job-by-job-${slug(kind)}`), caption, alt }, drawn),
    ...(jobs === null ? [] : [agreement(pair, jobs)]),
    medians,
  ];
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

const where = (inside: boolean): string => (inside ? 'inside' : 'outside');

/** Whether the drawn jobs tell the same as all of them. */
function agreement(pair: ComparedSeries, jobs: { readonly from: number; readonly to: number }): Block {
  const each = present(pair).flatMap(([name, { rows }], index): readonly Inline[] => {
    const drawn = rows.filter(({ rank }) => rank >= jobs.from && rank <= jobs.to);
    const { medianInside, spreadInside } = subsetAgrees(
      rows.map(({ value }) => value),
      drawn.map(({ value }) => value),
    );
    return [index === 0 ? '' : '; ', `${name}: median ${where(medianInside)}, spread ${where(spreadInside)}`];
  });
  return paragraph('The drawn jobs against the interval of all jobs: ', ...each, '.');
}

function verdictRows(model: CompareModel, pair: ComparedSeries): readonly (readonly (readonly Inline[])[])[] {
  const { before, after, reference, toReference, worse } = pair;
  const { rule } = model;
  const judged: readonly (readonly [what: string, one: Judged])[] = [
    ['level', { comparison: pair.level, from: before, to: after, worse, rule }],
    ['spread', { comparison: pair.spread, from: before, to: after, worse, rule }],
    ...(reference === null || toReference === null
      ? []
      : [['level, after ÷ reference', { comparison: toReference, from: reference, to: after, worse, rule }] as const]),
  ];
  const { jobKind: _, ...tags } = { jobKind: '', ...before.tags };
  return judged.map(([what, one]) => {
    const { p } = one.comparison;
    return [
      metricWords(before.metric, tags),
      [what],
      ratioWords(one),
      [p === null ? 'none' : claim(p, 'p', ratioRecipe(one, 'p'))],
      verdictWords(one),
    ];
  });
}

function valueRows(pair: ComparedSeries): readonly (readonly (readonly Inline[])[])[] {
  return present(pair).map(([name, { metric, tags, fluctuation: spread, selection, units }]) => {
    const unit = metricUnit(metric);
    return [
      metricWords(metric, tags),
      [name],
      [count(spread.n, selection)],
      [statistic(units.length, 'count', 'units', selection)],
      medianWords(spread, unit, selection),
      robustCvWords(spread, selection),
      p95Words(spread.p95, unit, selection),
    ];
  });
}

function unpaired({ unpaired: alone }: CompareModel): readonly Block[] {
  if (alone.length === 0) return [];
  const names = [...new Set(alone.map(({ metric, jobKind }) => `${metric} of ${jobKind} jobs`))].toSorted();
  return [
    paragraph(
      'Not compared, because only one side has it: ',
      ...names.flatMap((name, index): readonly Inline[] => [index === 0 ? '' : ', ', code(name)]),
      '.',
    ),
  ];
}
