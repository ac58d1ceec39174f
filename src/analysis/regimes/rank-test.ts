import { seededRandom } from '../../core/random.ts';
import { blockMedians } from './block-medians.ts';
import { kolmogorovTail } from './kolmogorov.ts';
import { aboutSegments, inflationOf, longRunVariance } from './long-run-variance.ts';

/** Below this many values the tail is taken from permutations. */
const PERMUTE_BELOW = 40;
const DRAWS = 1999;
/** So many draws at least as extreme decide that nothing is there; drawing on would only sharpen a large p (Besag & Clifford 1991). */
const ENOUGH = 20;
/** Longer stretches are tested on block medians. */
const MOST_VALUES = 4000;

export interface RankTest {
  readonly p: number;
  /** Long-run variance of the ranks within the sides ÷ their variance, at least 1: how much less than independent values they say. */
  readonly inflation: number;
}

/**
 * Does the level of `values` move anywhere? The largest |cumulative sum of centred ranks| over all places, ÷ √(w m), so the choice of
 * the place is paid for. w: long-run variance of the ranks about the means of the sides of `split`, with Bartlett's weights to lag
 * m^{1/3} (Newey & West 1987), at least half their variance. p from Kolmogorov's law, below 40 values from seeded permutations.
 */
export function rankTest(values: Float64Array, split: number, seed: number): RankTest {
  const size = Math.ceil(values.length / MOST_VALUES);
  if (size > 1) {
    const before = blockMedians(values.subarray(0, split), size);
    const after = blockMedians(values.subarray(split), size);
    return rankTest(Float64Array.of(...before, ...after), before.length, seed);
  }
  const m = values.length;
  const ranks = centredMidRanks(values);
  const { statistic, inflation } = statisticOf(ranks, split);
  if (statistic === 0) return { p: 1, inflation: 1 };
  return { p: m < PERMUTE_BELOW ? permuted(ranks, statistic, seed) : kolmogorovTail(statistic), inflation };
}

function permuted(ranks: Float64Array, observed: number, seed: number): number {
  const random = seededRandom(seed);
  const drawn = Float64Array.from(ranks);
  let extreme = 0;
  for (let draw = 1; draw <= DRAWS; draw += 1) {
    for (let i = drawn.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      [drawn[i], drawn[j]] = [drawn[j] as number, drawn[i] as number];
    }
    if (statisticOf(drawn, null).statistic >= observed - 1e-12) extreme += 1;
    if (extreme === ENOUGH) return ENOUGH / draw;
  }
  return (extreme + 1) / (DRAWS + 1);
}

/** `split` null: where the sum is largest. */
function statisticOf(ranks: Float64Array, split: number | null): { readonly statistic: number; readonly inflation: number } {
  const m = ranks.length;
  let [sum, largest, place] = [0, 0, 0];
  for (let i = 0; i < m - 1; i += 1) {
    sum += ranks[i] as number;
    if (Math.abs(sum) > largest) [largest, place] = [Math.abs(sum), i + 1];
  }
  if (largest === 0) return { statistic: 0, inflation: 1 };
  const within = longRunVariance(aboutSegments(ranks, [0, split ?? place, m]));
  // Nothing varies within the sides: the step is all there is.
  const w = Math.max(within.longRun, within.variance / 2, 1 / (12 * m * m));
  return { statistic: largest / Math.sqrt(w * m), inflation: inflationOf(within) };
}

/** Ranks ÷ m, equal values sharing theirs, minus their mean. */
function centredMidRanks(values: Float64Array): Float64Array {
  const m = values.length;
  const sorted = values.toSorted();
  return values.map((value) => (lowerBound(sorted, value) + upperBound(sorted, value) + 1) / (2 * m) - (m + 1) / (2 * m));
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
