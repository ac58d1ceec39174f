import { MAD_TO_SD, mad, median } from './quantile.ts';
import type { Unit } from './types.ts';

export type Claim = 'level' | 'spread';

/** Values a unit must have before its spread is one. */
export const VALUES_FOR_SPREAD = 5;

/** Robust CVs below this count as this: there the timer is measured, not the target, and a ratio of two says nothing. */
const SPREAD_FLOOR = 0.001;

/**
 * What a MAD of n Normal values must be multiplied by to be right on average, n = 5 … 9 (Croux & Rousseeuw 1992,
 * n / (n − 0.8) from 10 on): without it, units with fewer jobs would look steadier.
 */
const SMALL_SAMPLE = [1.206, 1.2, 1.14, 1.129, 1.107];

/**
 * One number for each unit that has one: its median, or its robust CV (at least 5 values). Units whose figure is not
 * positive are left out, since a ratio to them means nothing.
 */
export function unitSummaries(units: readonly Unit[], claim: Claim): readonly number[] {
  return units
    .map(({ values }) => values.filter((value) => Number.isFinite(value)))
    .map((values) => (claim === 'level' ? median(values) : unitSpread(values)))
    .filter((summary) => summary > 0);
}

function unitSpread(values: readonly number[]): number {
  const n = values.length;
  if (n < VALUES_FOR_SPREAD) return Number.NaN;
  const correction = SMALL_SAMPLE[n - VALUES_FOR_SPREAD] ?? n / (n - 0.8);
  return Math.max(SPREAD_FLOOR, (correction * MAD_TO_SD * mad(values)) / Math.abs(median(values)));
}
