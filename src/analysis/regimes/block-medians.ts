/** Medians of consecutive blocks of `size` values; what is left over at the end joins the last block when it is under half a block. */
export function blockMedians(values: Float64Array, size: number): Float64Array {
  if (size === 1) return values;
  const count = Math.max(1, Math.round(values.length / size));
  return Float64Array.from({ length: count }, (_, block) => {
    const sorted = values.slice(block * size, block === count - 1 ? values.length : (block + 1) * size).sort();
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
  });
}
