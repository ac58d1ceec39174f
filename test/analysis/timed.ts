import type { TimedSeries } from '../../src/analysis/timed-series.ts';

/** Monday 1 January 2024 00:00 UTC, µs. */
export const MONDAY_US = Date.UTC(2024, 0, 1) * 1000;
export const HOUR_US = 3_600_000_000;

/** A series of `n` values, one every `everyHours` from `startUs` on. */
export function timed(
  n: number,
  value: (index: number, hours: number) => number,
  { everyHours = 1, startUs = MONDAY_US }: { everyHours?: number; startUs?: number } = {},
): TimedSeries {
  return {
    times: Float64Array.from({ length: n }, (_, index) => startUs + Math.round(index * everyHours * HOUR_US)),
    values: Float64Array.from({ length: n }, (_, index) => value(index, index * everyHours)),
  };
}

/** Values that remember the one before: xᵢ = ρ xᵢ₋₁ + noise, of variance 1 (ρ = 1: a random walk). */
export function autoregressive(n: number, rho: number, normal: () => number): number[] {
  const scale = rho < 1 ? Math.sqrt(1 - rho * rho) : 1;
  let last = normal();
  return Array.from({ length: n }, () => (last = rho * last + scale * normal()));
}
