import { judgeSeries, type JudgeSeriesOptions, type KnownSeries, type SeriesJudgement } from '../../src/analysis/judge-series.ts';
import type { Estimate } from '../../src/analysis/types.ts';
import type { Recipe } from '../document.ts';
import { quantileOf, robustCvOf } from '../recompute/order.ts';
import { sideOf } from '../recompute/side-of.ts';

/** A series of a file with its rows. */
export interface NamedSeries extends KnownSeries {
  readonly file: string;
  readonly key: string;
}

/** The number that a recipe on series in files describes, from their rows: order statistics by a second way, what has none is asked of src/analysis. NaN where it cannot be told. */
export function recomputeSeries(recipe: Recipe, all: readonly NamedSeries[]): number {
  const { statistic, of, bound, parameters } = recipe;
  if (statistic === 'constant') return Number(parameters?.['value']);
  const judge = (series: NamedSeries): SeriesJudgement => judgeSeries(series, parameters as JudgeSeriesOptions | undefined);
  if (of.series === undefined)
    return of.state === 'moved' ? all.filter((series) => judge(series).changePoints.length > 0).length : all.length;
  const series = all.find(({ file, key }) => file === of.file && key === of.series);
  if (series === undefined) return Number.NaN;
  const known = [...series.values].filter((value) => Number.isFinite(value));
  const judged = judge(series);
  const outage = judged.reliability?.outages[Number(parameters?.['number']) - 1];
  const figures: Readonly<Record<string, () => number>> = {
    count: () => countOf(series, judged, of.state),
    q1: () => quantileOf(known, 0.25),
    median: () => (bound === undefined ? quantileOf(known, 0.5) : boundOf(judged.fluctuation?.median, bound)),
    q3: () => quantileOf(known, 0.75),
    robust_cv: () => (bound === undefined ? robustCvOf(known) : boundOf(judged.fluctuation?.robustCv, bound)),
    change: () => changePart(judged, recipe),
    downtime: () => (bound?.side === 'low' ? outage?.downtime.min : outage?.downtime.max) ?? Number.NaN,
    units: () => component(judged, recipe),
    within_cv: () => component(judged, recipe),
    between_cv: () => component(judged, recipe),
    icc: () => component(judged, recipe),
  };
  return figures[statistic]?.() ?? Number.NaN;
}

function countOf(
  { values, failures }: NamedSeries,
  { changePoints, anomalies, reliability }: SeriesJudgement,
  state: string | undefined,
): number {
  const counts: Readonly<Record<string, number | undefined>> = {
    rows: values.length,
    missing: values.length - [...values].filter((value) => Number.isFinite(value)).length,
    failed: failures.length,
    changes: changePoints.length,
    anomalies: anomalies.length,
    outages: reliability?.outages.length,
  };
  return counts[state ?? ''] ?? Number.NaN;
}

function changePart({ changePoints }: SeriesJudgement, { parameters, bound }: Recipe): number {
  const change = changePoints[Number(parameters?.['number']) - 1];
  if (change === undefined) return Number.NaN;
  const { index, interval, p, departure, size } = change;
  const whole = { index, ...interval, p, departure: departure ?? Number.NaN };
  const parts: Readonly<Record<string, number>> = { ...whole, size: bound === undefined ? size.value : sideOf(size, bound) };
  return parts[String(parameters?.['part'])] ?? Number.NaN;
}

function component({ components }: SeriesJudgement, { statistic, bound }: Recipe): number {
  if (components === null || 'tooFew' in components) return Number.NaN;
  if (statistic === 'icc') return bound === undefined ? components.icc.value : sideOf(components.icc, bound);
  return { units: components.units, within_cv: components.withinCv, between_cv: components.betweenCv }[statistic as 'units'];
}

function boundOf(estimate: Estimate | undefined, bound: Recipe['bound']): number {
  return estimate === undefined ? Number.NaN : sideOf(estimate, bound);
}
