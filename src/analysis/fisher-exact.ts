import { logChoose } from './log-choose.ts';

export interface FisherTest {
  /** P of a table as unlikely or more, under equal shares (Fisher 1935; the rule of R's fisher.test). */
  readonly twoSided: number;
  /** P of as many hits on the first side, or more. */
  readonly greater: number;
  /** P of as few hits on the first side, or fewer. */
  readonly less: number;
}

/** Tables are as unlikely as the one seen up to this relative error of their probabilities. */
const SAME = 1 + 1e-7;

/** Exact test of `hits` of `n` against `otherHits` of `otherN`, whole numbers; all margins fixed. No looks on a side: every p is 1. */
export function fisherExact(hits: number, n: number, otherHits: number, otherN: number): FisherTest {
  const all = hits + otherHits;
  const first = Math.max(0, all - otherN);
  const last = Math.min(all, n);
  const total = logChoose(n + otherN, all);
  const probability = (k: number): number => Math.exp(logChoose(n, k) + logChoose(otherN, all - k) - total);
  const seen = probability(hits) * SAME;
  let [twoSided, greater, less] = [0, 0, 0];
  for (let k = first; k <= last; k += 1) {
    const p = probability(k);
    if (p <= seen) twoSided += p;
    if (k >= hits) greater += p;
    if (k <= hits) less += p;
  }
  return { twoSided: Math.min(1, twoSided), greater: Math.min(1, greater), less: Math.min(1, less) };
}
