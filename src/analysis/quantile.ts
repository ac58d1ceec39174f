/** Makes the median absolute deviation of Normal values estimate their standard deviation: 1 / Φ⁻¹(.75). */
export const MAD_TO_SD = 1.482602218505602;

/** Type 7 of Hyndman & Fan 1996 (R's default). `sorted` ascending, p in 0…1; NaN when empty. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  // Not below + f·(above − below) alone: equal neighbours must give exactly themselves.
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}

/** In any order; NaN when empty. */
export function median(values: ArrayLike<number>): number {
  return quantile(new Float64Array(values).sort(), 0.5);
}

/** Median absolute deviation from the median, unscaled; NaN when empty. In any order. */
export function mad(values: ArrayLike<number>): number {
  return sortedMad(new Float64Array(values).sort());
}

/** The same of values that are ascending. */
export function sortedMad(sorted: ArrayLike<number>): number {
  return quantile(sortedDistances(sorted, quantile(sorted, 0.5)), 0.5);
}

/** |value − centre| ascending, of values ascending: two runs merged, which is quicker than sorting. */
export function sortedDistances(sorted: ArrayLike<number>, centre: number): Float64Array {
  const away = new Float64Array(sorted.length);
  let [below, above] = [0, sorted.length - 1];
  for (let place = sorted.length - 1; place >= 0; place -= 1) {
    const [left, right] = [Math.abs((sorted[below] as number) - centre), Math.abs((sorted[above] as number) - centre)];
    away[place] = left > right ? left : right;
    if (left > right) below += 1;
    else above -= 1;
  }
  return away;
}

export function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}
