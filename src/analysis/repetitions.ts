import { seededRandom } from '../core/random.ts';
import { quantileRanks, unitsForMedian } from './order-interval.ts';
import { ascending, quantile } from './quantile.ts';

/** As many are always made (Maricq et al. 2018). */
const LEAST = 10;
const MOST = 10_000;
const RESAMPLES = 200;

/**
 * Smallest number of repetitions whose distribution-free 95 % interval of the median reaches, on average over 200 resamples, no
 * further than `precision` (a share of the median) to either side: CONFIRM of Maricq et al., OSDI 2018, with exact ranks. null above 10,000
 * or below six values.
 */
export function repetitions(
  values: readonly number[],
  { precision, seed }: { readonly precision: number; readonly seed: number },
): number | null {
  if (values.length < unitsForMedian()) return null;
  const isEnough = (n: number): boolean => halfWidth(values, n, seed) <= precision;
  let [few, enough] = [LEAST - 1, LEAST];
  while (!isEnough(enough)) {
    if (enough >= MOST) return null;
    [few, enough] = [enough, Math.min(2 * enough, MOST)];
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** Mean half-width of the interval from n values, as a share of the median. */
function halfWidth(values: readonly number[], n: number, seed: number): number {
  const random = seededRandom(seed);
  const ranks = quantileRanks(n, 0.5, 0.95);
  if (ranks === undefined) return Infinity;
  let sum = 0;
  for (let each = 0; each < RESAMPLES; each += 1) {
    const drawn = ascending(Array.from({ length: n }, () => values[Math.floor(random() * values.length)] as number));
    sum += ((drawn[ranks.high - 1] as number) - (drawn[ranks.low - 1] as number)) / 2 / Math.abs(quantile(drawn, 0.5));
  }
  return sum / RESAMPLES;
}
