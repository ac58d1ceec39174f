import type { Comparison } from './types.ts';
import type { Claim } from './unit-summary.ts';

/** A judged change that somebody accepted. */
export interface AcceptedChange {
  /** Names the metric and its tags, as in a check. */
  readonly key: string;
  readonly claim: Claim;
  /** After ÷ before, as it was accepted. */
  readonly ratio: number;
}

interface Judged {
  readonly key: string;
  readonly worse: 'up' | 'down' | 'either';
  readonly comparison: Comparison;
}

/**
 * Whether a regression or change is one that was accepted and has not become worse: its interval does not lie wholly
 * beyond the accepted ratio by more than the margin.
 */
export function isAcknowledged({ key, worse, comparison }: Judged, accepted: readonly AcceptedChange[]): boolean {
  const { claim, verdict, ratio, margin } = comparison;
  if ((verdict !== 'regression' && verdict !== 'changed') || ratio.low === null || ratio.high === null) return false;
  const { low, high } = ratio;
  return accepted.some((change) => {
    if (change.key !== key || change.claim !== claim || change.ratio > 1 !== ratio.value > 1) return false;
    const isHigher = low > change.ratio * (1 + margin);
    const isLower = high < change.ratio / (1 + margin);
    if (claim === 'spread' || worse === 'up') return !isHigher;
    return worse === 'down' ? !isLower : !isHigher && !isLower;
  });
}
