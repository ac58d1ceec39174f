import { chiSquareQuantile } from './chi-square-distribution.ts';
import { smallestP } from './mann-whitney.ts';
import { MINIMUM_UNITS } from './compare.ts';
import { neededUnits, type Needed } from './needed-units.ts';
import { simulatePower, type PowerRule, type Scatter } from './power.ts';
import type { Estimate } from './types.ts';

export interface PlanOptions extends PowerRule {
  /** True ratio in the bad direction that is to be found, above 1. */
  readonly ratio: number;
  /** Probability of the verdict. */
  readonly power: number;
  /** Units of the sides as they are compared today; null: not known. */
  readonly today: { readonly before: number; readonly after: number } | null;
  /** What a unit costs before its first job, in jobs; null: not known. */
  readonly cost: number | null;
}

export interface Plan {
  readonly today: Today | null;
  /** For a regression at the ratio. */
  readonly regression: Needed;
  /** For equivalent without a change. */
  readonly equivalent: Needed;
  /** null where the cost is not known, or no spread between units was seen. */
  readonly best: { readonly jobs: number; readonly regression: Needed } | null;
}

export interface Today {
  readonly before: number;
  readonly after: number;
  /** Smallest ratio that is a regression with the probability asked for; null: no verdict can be reached. */
  readonly detectable: number | null;
  /** Probability of a regression at the ratio asked for. */
  readonly regression: Estimate;
  /** Of equivalent, and of no regression, without a change. */
  readonly equivalent: Estimate;
  readonly noRegression: Estimate;
}

/** What comparisons of the level see as they are made today, and what it takes for the verdict that is wanted. */
export function planComparison(scatter: Scatter, options: PlanOptions): Plan {
  const { today, cost } = options;
  const jobs = cost === null ? null : bestJobs(scatter, cost);
  return {
    today: today === null ? null : seenToday(scatter, today, options),
    regression: neededUnits(scatter, options),
    equivalent: neededUnits(scatter, { ...options, ratio: 1 }),
    best: jobs === null ? null : { jobs, regression: neededUnits({ ...scatter, jobs }, options) },
  };
}

function seenToday(scatter: Scatter, { before, after }: NonNullable<PlanOptions['today']>, options: PlanOptions): Today {
  const { detectable, regression, equivalent, noRegression } = simulatePower(
    { ...scatter, unitsBefore: before, unitsAfter: after },
    options,
  );
  return { before, after, detectable: detectable(options.power), regression: regression(options.ratio), equivalent, noRegression };
}

/** √(cost of a unit ÷ cost of a job · s²w ÷ s²b), at least 1 (Cochran, Sampling Techniques, §10.6); null without spread between units. */
export function bestJobs({ withinCv, betweenCv }: Scatter, cost: number): number | null {
  return betweenCv > 0 ? Math.max(1, Math.round(Math.sqrt(cost) * (withinCv / betweenCv))) : null;
}

/** By which factors a standard deviation from so many units may be wrong (95 %, Normal): .64 … 2.2 with seven. */
export function deviationFactors(units: number): { readonly low: number; readonly high: number } {
  const df = units - 1;
  return { low: Math.sqrt(df / chiSquareQuantile(0.975, df)), high: Math.sqrt(df / chiSquareQuantile(0.025, df)) };
}

/** The units that a check takes: as many as it is told to, or more where alpha asks for them; null where no number would do. */
export function unitsTaken(before: number, wanted: number, alpha: number): number | null {
  if (before < MINIMUM_UNITS) return null;
  let units = Math.max(wanted, MINIMUM_UNITS);
  while (smallestP(before, units) >= alpha) if ((units += 1) > 1000) return null;
  return units;
}
