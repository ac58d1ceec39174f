/** Type 7 quantile, as the reports state it; NaN for no values. */
export function quantileOf(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (place - Math.floor(place));
}

/** 1.4826 · MAD ÷ median. */
export function robustCvOf(values: readonly number[]): number {
  const centre = quantileOf(values, 0.5);
  return (
    (1.482602218505602 *
      quantileOf(
        values.map((value) => Math.abs(value - centre)),
        0.5,
      )) /
    centre
  );
}

/** Score interval of a share (Wilson 1927). */
export function wilsonBound(count: number, n: number, side: 'low' | 'high', z: number): number {
  const sign = side === 'low' ? -1 : 1;
  if (side === 'low' && count === 0) return 0;
  if (side === 'high' && count === n) return 1;
  const share = count / n;
  return (share + (z * z) / (2 * n) + sign * z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
}
