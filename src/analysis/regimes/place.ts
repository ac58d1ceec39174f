import { withoutSpikes } from './hampel.ts';
import { segmentCost } from './segment-cost.ts';

/** Blocks on either side within which a change found on block medians is looked for value by value. */
const AROUND = 2;
/** Blocks on either side that tell the levels there. */
const CONTEXT = 10;

/** Changes found on medians of `size` values, as places of `values`: where two levels explain the values of the blocks around best. */
export function placedInBlocks(values: Float64Array, size: number, blocks: readonly number[]): readonly number[] {
  const count = Math.round(values.length / size);
  return blocks.map((block, k) => {
    const from = Math.max(blocks[k - 1] ?? 0, block - CONTEXT) * size;
    const last = Math.min(blocks[k + 1] ?? count, block + CONTEXT);
    const to = last === count ? values.length : last * size;
    const { level } = segmentCost(withoutSpikes(values.subarray(from, to)), Number.POSITIVE_INFINITY);
    const low = Math.max(1, (block - AROUND) * size - from);
    const high = Math.min(to - from - 1, (block + AROUND) * size - from);
    return from + bestPlace(low, high, (place) => level(0, place) + level(place, to - from));
  });
}

/** Place from `low` to `high`, inclusive, with the least cost; the first of equals. */
export function bestPlace(low: number, high: number, cost: (place: number) => number): number {
  let [best, least] = [low, Number.POSITIVE_INFINITY];
  for (let place = low; place <= high; place += 1) {
    const total = cost(place);
    if (total < least) [best, least] = [place, total];
  }
  return best;
}
