import type { Verdict } from './types.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface VerdictRule {
  readonly worse: 'up' | 'down' | 'either';
  /** Smallest relative change that matters. */
  readonly margin: number;
}

/** Both one-sided tests of equivalence, and the one of no regression: a 90 % interval (Schuirmann 1987). */
export const EQUIVALENCE_ALPHA = 0.1;

/** The word for a ratio's interval at the level of the comparison and for its 90 % interval (docs/judging.md). */
export function verdictOf({ low, high }: Interval, equivalence: Interval, { worse, margin }: VerdictRule): Verdict {
  const [least, most] = [1 / (1 + margin), 1 + margin];
  if (low > most || high < least) {
    if (worse === 'either') return 'changed';
    return low > most === (worse === 'up') ? 'regression' : 'improvement';
  }
  if ((low > 1 || high < 1) && low >= least && high <= most) return 'changed below margin';
  if (equivalence.low >= least && equivalence.high <= most) return 'equivalent';
  return 'inconclusive';
}

/**
 * Whether a worsening by the margin is ruled out: the one-sided 95 % bound on the bad side lies within the margin
 * (non-inferiority); both bounds where the metric has no bad side.
 */
export function rulesOutRegression(equivalence: Interval, { worse, margin }: VerdictRule): boolean {
  const isBelow = equivalence.high < 1 + margin;
  const isAbove = equivalence.low > 1 / (1 + margin);
  if (worse === 'either') return isBelow && isAbove;
  return worse === 'up' ? isBelow : isAbove;
}
