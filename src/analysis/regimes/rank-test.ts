import { seededRandom } from '../../core/random.ts';
import { midRanks } from '../mid-ranks.ts';
import { blockMedians } from './block-medians.ts';
import { kolmogorovTail } from './kolmogorov.ts';
import { cautiousInflation, longRunVariance } from './long-run-variance.ts';
import { aboutMean } from './residuals.ts';
import type { ChangeTest } from './segment-test.ts';

/** Below this many values the tail is taken from permutations. */
const PERMUTE_BELOW = 40;
const DRAWS = 1999;
/** So many draws at least as extreme decide that nothing is there; drawing on would only sharpen a large p (Besag & Clifford 1991). */
const ENOUGH = 20;
/** Longer stretches are tested on block medians. */
const MOST_VALUES = 4000;

/**
 * Does the level of `values` move anywhere? The largest |cumulative sum of centred ranks| over all places, ÷ √(w m), so the choice of
 * the place is paid for. w: long-run variance of the ranks about the means of the sides of `split`, their variance × `inflation`.
 * p from Kolmogorov's law, below 40 values from seeded permutations, each with the place of its own largest sum.
 */
export function rankTest(values: Float64Array, split: number, seed: number): ChangeTest {
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
  const at = split ?? place;
  const rest = new Float64Array(m);
  rest.set(aboutMean(ranks.subarray(0, at)), 0);
  rest.set(aboutMean(ranks.subarray(at)), at);
  const known = longRunVariance(rest);
  const inflation = cautiousInflation(rest, known);
  // Nothing varies within the sides: the step is all there is.
  const w = Math.max(known.variance * inflation, 1 / (12 * m * m));
  return { statistic: largest / Math.sqrt(w * m), inflation };
}

/** Ranks ÷ m, equal values sharing theirs, minus their mean. */
function centredMidRanks(values: Float64Array): Float64Array {
  const m = values.length;
  return midRanks(values).ranks.map((rank) => (rank - (m + 1) / 2) / m);
}
