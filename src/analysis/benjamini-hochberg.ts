/**
 * How many of these p are rejected at false discovery rate `q` (Benjamini & Hochberg 1995): the greatest k with
 * p₍ₖ₎ < q k / `tests`. `tests` counts those without a p too.
 */
export function rejections(ps: readonly number[], q: number, tests = ps.length): number {
  const sorted = ps.toSorted((a, b) => a - b);
  return sorted.findLastIndex((p, index) => p < (q * (index + 1)) / tests) + 1;
}
