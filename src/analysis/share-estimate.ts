import { autocorrelation, effectiveCount } from './moments.ts';
import { inOrder } from './outages.ts';
import type { Estimate, Look } from './types.ts';
import { wilson } from './wilson.ts';

export interface ShareEstimate {
  readonly estimate: Estimate;
  /** Known looks. */
  readonly n: number;
  /** Independent looks that they are worth: failures come in clusters. */
  readonly effectiveN: number;
}

/** Share of known looks that failed (or did not), Wilson interval on the effective number of looks (lag 1). undefined without a known look. */
export function shareEstimate(looks: readonly Look[], of: 'failed' | 'succeeded'): ShareEstimate | undefined {
  const known = inOrder(looks).filter(({ outcome }) => outcome !== 'unknown');
  return shareOfHits(Uint8Array.from(known, ({ outcome }) => Number((outcome === 'failed') === (of === 'failed'))));
}

/** The same of known looks in time order: 1 for each that counts, 0 for the others. */
export function shareOfHits(hits: Uint8Array): ShareEstimate | undefined {
  const n = hits.length;
  if (n === 0) return undefined;
  const effectiveN = effectiveCount(n, autocorrelation(hits, 1));
  const share = hits.reduce((sum, hit) => sum + hit, 0) / n;
  return { estimate: wilson(share * effectiveN, effectiveN), n, effectiveN };
}

/** Looks of this kind that would put the whole interval on one side of the limit, if the share stays; null at the limit, or beyond 10⁹. */
export function looksToDecide({ estimate, n, effectiveN }: ShareEstimate, limit: number): number | null {
  const isDecided = (count: number): boolean => {
    const { low, high } = wilson(estimate.value * count, count);
    return (low as number) > limit || (high as number) < limit;
  };
  let [no, yes] = [effectiveN, effectiveN];
  while (!isDecided(yes)) {
    if (yes > 1e9) return null;
    [no, yes] = [yes, yes * 2];
  }
  while (yes - no > Math.max(0.5, yes * 1e-3)) {
    const middle = (no + yes) / 2;
    if (isDecided(middle)) yes = middle;
    else no = middle;
  }
  return Math.ceil((yes * n) / effectiveN);
}
