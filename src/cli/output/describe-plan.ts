import { MOST_UNITS, type Needed } from '../../analysis/needed-units.ts';
import type { Estimate } from '../../analysis/types.ts';
import type { PlannedSeries } from '../compose/plan-series.ts';

interface Asked {
  /** Above 1. */
  readonly ratio: number;
  readonly power: number;
  readonly pairs: number;
  readonly precision?: number;
}

/** What today's schedule sees, and what it takes, a paragraph a series. */
export function describePlan(plans: readonly PlannedSeries[], asked: Asked): string {
  return plans.map((plan) => `${paragraph(plan, asked).join('\n')}\n`).join('\n');
}

function paragraph(plan: PlannedSeries, { ratio, power, pairs, precision }: Asked): readonly string[] {
  const { unit, scatter, margin, today, cost, best, alpha } = plan;
  const change = `a change by ${percent(ratio - 1)}`;
  const isWithin = ratio <= 1 + margin;
  return [
    headline(plan),
    `  judged   margin ${percent(margin)}, alpha ${alpha.toPrecision(2)} a comparison; ${pairs} simulated comparisons a figure`,
    ...(today === null ? [] : todayLines(plan, { ratio, power })),
    isWithin
      ? `  needed   ${change} lies within the margin of ${percent(margin)}: it is never called a regression; ask for a larger --change or a smaller --margin`
      : `  needed   ${change} is a regression in ${percent(power)}: ${units(plan.regression, plan)} of ${jobsOf(scatter.jobs)}`,
    `           no change is equivalent in ${percent(power)}: ${units(plan.equivalent, plan)} of ${jobsOf(scatter.jobs)}`,
    ...(best === null || isWithin
      ? []
      : [`  best     ${jobsOf(best.jobs)} a ${unit}: ${units(best.regression, plan)} for ${change}${saving(plan, cost ?? 0)}`]),
    ...(cost !== null && best === null ? [`  best     no spread between ${unit}s was seen: more jobs help as much as more ${unit}s`] : []),
    ...(precision === undefined ? [] : [`  repeat   ${repeat(plan, precision)}`]),
  ];
}

function headline({ key, unit, measured, scatter }: PlannedSeries): string {
  const spread = `${percent(scatter.betweenCv)} between ${unit}s, ${percent(scatter.withinCv)} within`;
  if (key === null || measured === null) return `by hand: ${spread}`;
  const { units: n, values, betweenFactors: factors } = measured;
  return `${key}: ${spread} (${n} ${unit}s, ${values} values; from ${n} the one between is known to a factor of ${factors.low.toFixed(2)} … ${factors.high.toFixed(1)})`;
}

function todayLines({ today, unit, scatter, margin }: PlannedSeries, { ratio, power }: Pick<Asked, 'ratio' | 'power'>): readonly string[] {
  if (today === null) return [];
  const { before, after, detectable, regression, equivalent, noRegression } = today;
  const sides = `${before} against ${after} ${unit}s of ${jobsOf(scatter.jobs)}`;
  if (detectable === null) return [`  today    ${sides}: no verdict with ${percent(power)}`];
  return [
    `  today    ${sides}: a change by ${percent(detectable - 1)} is a regression in ${percent(power)}`,
    ...(ratio > 1 + margin ? [`           a change by ${percent(ratio - 1)} is one in ${interval(regression)}`] : []),
    `           no change is equivalent in ${interval(equivalent)}, no regression in ${interval(noRegression)}`,
  ];
}

function units({ units: n, reached, formula }: Needed, { unit }: PlannedSeries): string {
  return n === null || reached === null
    ? `more than ${MOST_UNITS} ${unit}s a side${formula !== null && formula > MOST_UNITS ? `, about ${formula} by the formula,` : ''}`
    : `${n} ${unit}s a side (${interval(reached)})`;
}

/** What both designs cost, in jobs: a unit costs some before its first. */
function saving({ best, regression, scatter, unit }: PlannedSeries, cost: number): string {
  if (best === null || best.regression.units === null || regression.units === null) return '';
  const [cheap, asIs] = [best.regression.units * (cost + best.jobs), regression.units * (cost + scatter.jobs)];
  return `; they cost ${cheap.toFixed(0)} jobs a side instead of ${asIs.toFixed(0)}, ${cost.toPrecision(2)} for each ${unit} before its first`;
}

function repeat({ repetitions, unit }: PlannedSeries, precision: number): string {
  const known = `until the median of one ${unit} is known to ± ${percent(precision)}`;
  return repetitions === null ? `cannot be told: fewer than 6 values, or more than 10000 jobs ${known}` : `${repetitions} jobs ${known}`;
}

function jobsOf(n: number): string {
  return `${n} job${n === 1 ? '' : 's'}`;
}

function interval({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low ?? Number.NaN)} … ${percent(high ?? Number.NaN)})`;
}

/** `8.2 %`, `80 %`. */
function percent(share: number): string {
  const value = 100 * share;
  return `${Math.abs(value) < 10 ? Number(value.toFixed(1)) : value.toFixed(0)} %`;
}
