import { formulaUnits } from './formula-units.ts';
import { shiftTest, smallestP, type RankSumTail } from './mann-whitney.ts';
import { squaresAboutMean } from './moments.ts';
import type { Comparison, Unit } from './types.ts';
import { unitSummaries, VALUES_FOR_SPREAD, type Claim } from './unit-summary.ts';
import { EQUIVALENCE_ALPHA, rulesOutRegression, verdictOf, type Interval } from './verdict.ts';

export interface CompareOptions {
  readonly claim: Claim;
  /** Bad direction of the metric, for the level; more spread is always worse. */
  readonly worse: 'up' | 'down' | 'either';
  /** Smallest relative change that matters: 0.05 = 5 %. */
  readonly margin: number;
  /** Two-sided false-alarm rate of this one comparison; more than 0.05 counts as 0.05. */
  readonly alpha: number;
  /** Units a side below which nothing is said; fewer than 5 counts as 5. */
  readonly minimumUnits?: number;
  /** Where many comparisons are of equal sizes, so that the exact counts are made once; `rankSumTail` where absent. */
  readonly tail?: RankSumTail;
}

/** Nothing is declared below this many units a side, whatever was asked. */
export const MINIMUM_UNITS = 5;
const GREATEST_ALPHA = 0.05;
const POWER = 0.8;

/**
 * After against before, from one number a unit: the Hodges–Lehmann ratio, its interval and p by inverting one exact
 * Mann–Whitney test, and the verdict from the interval and the margin (docs/judging.md). Sides are independent units;
 * the same machines before and after are not paired.
 */
export function compareUnits(before: readonly Unit[], after: readonly Unit[], options: CompareOptions): Comparison {
  const { claim, margin } = options;
  const worse = claim === 'spread' ? 'up' : options.worse;
  const alpha = Math.min(options.alpha, GREATEST_ALPHA);
  const minimum = Math.max(options.minimumUnits ?? MINIMUM_UNITS, MINIMUM_UNITS);
  const [from, to] = [unitSummaries(before, claim), unitSummaries(after, claim)];
  const [m, n] = [from.length, to.length];
  const ratios = to.flatMap((late) => from.map((early) => late / early)).toSorted((a, b) => a - b);
  const value = middleRatio(ratios);
  const method = methodOf(claim, before.length + after.length - m - n);
  const base = { claim, unitsBefore: m, unitsAfter: n, margin, alpha, method, crossCheck: null };
  const level = 1 - alpha;
  if (Math.min(m, n) < minimum || smallestP(m, n) >= alpha) {
    const ratio = { value, low: null, high: null, level };
    return { ...base, verdict: 'too few units', ratio, p: null, noRegression: false, need: attainableUnits(alpha, minimum) };
  }
  const test = shiftTest(ratios, { m, n, none: 1, tail: options.tail });
  const interval = test.interval(alpha) ?? ANYTHING;
  const equivalence = test.interval(EQUIVALENCE_ALPHA) ?? ANYTHING;
  const verdict = verdictOf(interval, equivalence, { worse, margin });
  const need = verdict === 'inconclusive' ? decidingUnits(from, to, { value, margin, alpha, minimum }) : null;
  const noRegression = rulesOutRegression(equivalence, { worse, margin });
  return { ...base, verdict, ratio: { value, ...interval, level }, p: test.p, noRegression, need };
}

const ANYTHING: Interval = { low: 0, high: Infinity };

function methodOf(claim: Claim, leftOut: number): string {
  const figure = claim === 'level' ? 'medians' : 'robust CVs';
  const least = claim === 'level' ? '' : `fewer than ${VALUES_FOR_SPREAD} values or `;
  const omitted = leftOut === 0 ? '' : `; ${leftOut} units left out (${least}no positive figure)`;
  return `Hodges–Lehmann ratio of unit ${figure}, interval and p of one exact Mann–Whitney test${omitted}`;
}

/** Median of all ratios; the geometric mean of the two in the middle, as it would be on logs. NaN when a side is empty. */
function middleRatio(sorted: readonly number[]): number {
  if (sorted.length === 0) return Number.NaN;
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] as number, sorted[Math.floor(sorted.length / 2)] as number];
  return low === high ? low : Math.sqrt(low) * Math.sqrt(high);
}

/** Smallest equal sides at which a p below alpha exists. */
export function attainableUnits(alpha: number, minimum: number = MINIMUM_UNITS): number {
  let units = minimum;
  while (smallestP(units, units) >= alpha) units += 1;
  return units;
}

/** Units a side at which, were the ratio as measured and the units as spread out as they are, the verdict would be reached; null on the margin. */
function decidingUnits(
  from: readonly number[],
  to: readonly number[],
  { value, margin, alpha, minimum }: { readonly value: number; readonly margin: number; readonly alpha: number; readonly minimum: number },
): number | null {
  const logs = [from, to].map((side) => side.map((summary) => Math.log(summary)));
  const variance = logs.reduce((sum, side) => sum + squaresAboutMean(side), 0) / (from.length + to.length - 2);
  const units = formulaUnits({ variance, effect: Math.log(value), margin, alpha, power: POWER });
  if (!Number.isFinite(units)) return null;
  return Math.max(units, Math.min(from.length, to.length) + 1, attainableUnits(alpha, minimum));
}
