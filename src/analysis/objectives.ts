import { outsideOutages } from './failures.ts';
import { fluctuation } from './fluctuation.ts';
import { standardDeviation } from './moments.ts';
import { unitsForMedian } from './order-interval.ts';
import { OUTAGE_RULE, outages } from './outages.ts';
import { looksToDecide, shareEstimate, type ShareEstimate } from './share-estimate.ts';
import { studentQuantile } from './student-distribution.ts';
import type { Estimate, Fluctuation, Look, ObjectiveResult, TooFew } from './types.ts';

export interface Objective {
  readonly id: string;
  readonly stat: 'median' | 'mean' | 'p95' | 'p99' | 'robust_cv' | 'availability' | 'failure_share';
  /** Availability is at least this; shares of failures and spread at most; other figures at least where `worse` is down. */
  readonly limit: number;
  readonly worse: 'up' | 'down' | 'either';
}

export interface ObjectiveInput {
  /** In start order, base unit. */
  readonly values: readonly number[];
  readonly looks: readonly Look[];
}

/** What an objective is held against. */
interface Figure {
  readonly estimate: Estimate | TooFew;
  readonly n: number;
  /** How many values would decide, were the figure to stay. */
  readonly need: number | null;
}

/**
 * Met when the whole 95 % interval lies on the good side of the limit (the limit itself is good), not met when it lies
 * wholly beyond, else undecided with the reason. `availability` is the share of known looks that succeeded, `failure_share`
 * that of failures outside outages (3 failures open one, 2 successes close it); of the shares and the mean, neighbours that
 * resemble each other count as fewer.
 */
export function judgeObjective(objective: Objective, input: ObjectiveInput): ObjectiveResult {
  return judgeFigure(objective, figureOf(objective, input));
}

/** The same on a figure that is known; undefined: nothing was measured. */
export function judgeFigure(objective: Objective, figure: Figure | undefined): ObjectiveResult {
  const { id, limit } = objective;
  if (figure === undefined) return { id, state: 'undecided', value: null, n: 0, limit, reason: 'nothing was measured' };
  const { estimate, n, need } = figure;
  if ('tooFew' in estimate) {
    return { id, state: 'undecided', value: null, n, limit, reason: `n = ${n} is too small, ${estimate.need} would do` };
  }
  if (Number.isNaN(estimate.value)) {
    return { id, state: 'undecided', value: null, n, limit, reason: 'the median is 0: no spread relative to it' };
  }
  const { low, high } = estimate;
  if (low === null || high === null) {
    return { id, state: 'undecided', value: estimate, n, limit, reason: `n = ${n} is too small for an interval, ${need} would do` };
  }
  const isMet = isAtLeast(objective) ? low >= limit : high <= limit;
  const isMissed = isAtLeast(objective) ? high < limit : low > limit;
  if (isMet || isMissed) return { id, state: isMet ? 'met' : 'not met', value: estimate, n, limit, reason: null };
  const reason = `the limit lies within the interval${need === null ? '' : `; about ${need} such values would decide`}`;
  return { id, state: 'undecided', value: estimate, n, limit, reason };
}

function isAtLeast({ stat, worse }: Objective): boolean {
  if (stat === 'availability') return true;
  return worse === 'down' && stat !== 'failure_share' && stat !== 'robust_cv';
}

function figureOf({ stat, limit }: Objective, { values, looks }: ObjectiveInput): Figure | undefined {
  if (stat === 'availability' || stat === 'failure_share') {
    const share =
      stat === 'availability'
        ? shareEstimate(looks, 'succeeded')
        : shareEstimate(outsideOutages(looks, outages(looks, OUTAGE_RULE)), 'failed');
    return shareFigure(share, limit);
  }
  return valueFigure(stat, limit, values);
}

export function shareFigure(share: ShareEstimate | undefined, limit: number): Figure | undefined {
  return share === undefined ? undefined : { estimate: share.estimate, n: share.n, need: looksToDecide(share, limit) };
}

/** `values` in start order, base unit. */
export function valueFigure(stat: ValueStat, limit: number, values: ArrayLike<number>): Figure | undefined {
  const figures = fluctuation(values);
  if (figures === undefined) return undefined;
  const estimate = estimateOf(stat, figures, values);
  return { estimate, n: figures.n, need: 'tooFew' in estimate ? estimate.need : valuesToDecide(estimate, figures.n, limit) };
}

type ValueStat = 'median' | 'mean' | 'p95' | 'p99' | 'robust_cv';

function estimateOf(stat: ValueStat, figures: Fluctuation, values: ArrayLike<number>): Estimate | TooFew {
  switch (stat) {
    case 'median':
      return figures.median;
    case 'p95':
      return figures.p95;
    case 'p99':
      return figures.p99;
    case 'robust_cv':
      return figures.robustCv;
    case 'mean':
      return meanEstimate(figures, values);
  }
}

/** Student's interval on the effective number of values; none below 6, where one far value would bend it without being noticed. */
function meanEstimate({ mean, effectiveN, n }: Fluctuation, values: ArrayLike<number>): Estimate {
  const level = 0.95;
  if (n < unitsForMedian(level) || effectiveN < 2) return { value: mean, low: null, high: null, level };
  const sd = standardDeviation(Float64Array.from(values).filter((value) => Number.isFinite(value)));
  const half = studentQuantile(1 - (1 - level) / 2, effectiveN - 1) * (sd / Math.sqrt(effectiveN));
  return { value: mean, low: mean - half, high: mean + half, level };
}

/** An interval shrinks with √n: the n at which its bound would clear the limit. null at the limit. */
function valuesToDecide({ value, low, high, level }: Estimate, n: number, limit: number): number | null {
  if (low === null || high === null) return Math.max(unitsForMedian(level), n + 1);
  const half = limit > value ? high - value : value - low;
  const need = Math.ceil(n * (half / (limit - value)) ** 2);
  return Number.isFinite(need) ? Math.max(need, n + 1) : null;
}
