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
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** Median absolute deviation from the median, unscaled; NaN when empty. */
export function mad(values: ArrayLike<number>): number {
  const centre = median(values);
  return median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}

export function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}
