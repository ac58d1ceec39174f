import { median } from '../quantile.ts';

/** Medians of consecutive blocks of `size` values; what is left over at the end joins the last block when it is under half a block. */
export function blockMedians(values: Float64Array, size: number): Float64Array {
  if (size === 1) return values;
  const count = Math.max(1, Math.round(values.length / size));
  const medians = new Float64Array(count);
  for (let block = 0; block < count; block += 1) {
    medians[block] = median(values.subarray(block * size, block === count - 1 ? values.length : (block + 1) * size));
  }
  return medians;
}
