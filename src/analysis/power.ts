import { seededRandom } from '../core/random.ts';
import { compareUnits } from './compare.ts';
import { rankSumTail, type RankSumTail } from './mann-whitney.ts';
import { normalRandom } from './normal-random.ts';
import { ascending } from './quantile.ts';
import type { Estimate, Unit } from './types.ts';
import { wilson } from './wilson.ts';

/** How a target scatters: standard deviations of logs. */
export interface Scatter {
  /** In each unit. */
  readonly jobs: number;
  readonly withinCv: number;
  readonly betweenCv: number;
}

export interface Design extends Scatter {
  readonly unitsBefore: number;
  readonly unitsAfter: number;
}

export interface PowerRule {
  readonly margin: number;
  readonly alpha: number;
  /** Simulated comparisons. */
  readonly pairs: number;
  readonly seed: number;
}

export interface Power {
  /** Share of comparisons that are a regression when the true ratio, in the bad direction, is this. */
  readonly regression: (ratio: number) => Estimate;
  /** Share that is equivalent when nothing changed. */
  readonly equivalent: Estimate;
  /** Share of which "no regression" may be said when nothing changed. */
  readonly noRegression: Estimate;
  /** Smallest true ratio that is a regression with this probability; null where no verdict can be reached at all. */
  readonly detectable: (power: number) => number | null;
}

/**
 * What comparisons of this design would say of the level, by simulating lognormal jobs in lognormal units and putting them to
 * `compareUnits`. All its bounds are ratios, so a true change by r moves them by r: one simulation without a change, in which the
 * lower bound came out as b, is a regression at every true ratio beyond (1 + margin) ÷ b.
 */
export function simulatePower(design: Design, { margin, alpha, pairs, seed }: PowerRule): Power {
  const normal = normalRandom(seededRandom(seed));
  const tail = remembered();
  const compared = Array.from({ length: pairs }, () =>
    compareUnits(side(design, design.unitsBefore, normal), side(design, design.unitsAfter, normal), {
      claim: 'level',
      worse: 'up',
      margin,
      alpha,
      tail,
    }),
  );
  const thresholds = ascending(compared.map(({ ratio }) => (ratio.low === null ? Infinity : (1 + margin) / ratio.low)));
  const count = (holds: (one: (typeof compared)[number]) => boolean): Estimate =>
    wilson(compared.filter((one) => holds(one)).length, pairs);
  return {
    regression: (ratio) => wilson(thresholds.filter((threshold) => threshold < ratio).length, pairs),
    equivalent: count(({ verdict }) => verdict === 'equivalent' || verdict === 'changed below margin'),
    noRegression: count(({ noRegression }) => noRegression),
    detectable: (power) => {
      const threshold = thresholds[Math.ceil(power * pairs) - 1] ?? Infinity;
      return Number.isFinite(threshold) ? threshold : null;
    },
  };
}

/** Variance of the log of a unit's figure, for a formula: a median of n Normal values has π/2 times the variance of their mean, of one or two it is the mean. */
export function figureVariance({ jobs, withinCv, betweenCv }: Scatter): number {
  return betweenCv ** 2 + ((jobs > 2 ? Math.PI / 2 : 1) * withinCv ** 2) / jobs;
}

function side({ jobs, withinCv, betweenCv }: Scatter, count: number, normal: () => number): Unit[] {
  return Array.from({ length: count }, (_, index) => {
    const level = betweenCv * normal();
    return { key: `${index}`, values: Array.from({ length: jobs }, () => Math.exp(level + withinCv * normal())) };
  });
}

function remembered(): RankSumTail {
  const known = new Map<string, readonly number[]>();
  return (m, n) => {
    const tail = known.get(`${m} ${n}`) ?? rankSumTail(m, n);
    known.set(`${m} ${n}`, tail);
    return tail;
  };
}
