/** Four significant digits, without an exponent where they can be read without one. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e7 || size < 1e-4 ? value.toExponential(3) : size >= 1000 ? value.toFixed(0) : value.toPrecision(4);
}

/** `4.18 s (2.16 s … 6.13 s)` with the unit told once; without the interval where there is none. */
export function estimated(
  { value, low, high }: { readonly value: number; readonly low: number | null; readonly high: number | null },
  unit: string,
): string {
  const bounds = low === null || high === null ? '' : ` (${digits(low)} … ${digits(high)})`;
  return `${digits(value)} ${unit}${bounds}`;
}
