import { normalQuantile } from './normal-distribution.ts';
import { EQUIVALENCE_ALPHA } from './verdict.ts';

/** Efficiency of the rank test against the t test for Normal values, 3 / π. */
const EFFICIENCY = 3 / Math.PI;

export interface FormulaQuestion {
  /** Of the logs of the units' figures. */
  readonly variance: number;
  /** log(after ÷ before). */
  readonly effect: number;
  readonly margin: number;
  readonly alpha: number;
  readonly power: number;
}

/**
 * Units a side at which a verdict is reached with this power: a change beyond the margin, or equivalence where the effect lies
 * within it. n = 2 s² ((z₁ + z₂) / d)² / (3/π), d = distance from the effect to the margin; Infinity on the margin.
 */
export function formulaUnits({ variance, effect, margin, alpha, power }: FormulaQuestion): number {
  const distance = Math.abs(Math.abs(effect) - Math.log1p(margin));
  const isInside = Math.abs(effect) < Math.log1p(margin);
  // Inside the margin both one-sided tests must pass, so the missed power is shared by two sides.
  const z = isInside
    ? normalQuantile(1 - EQUIVALENCE_ALPHA / 2) + normalQuantile(1 - (1 - power) / 2)
    : normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return Math.ceil((2 * variance * (z / distance) ** 2) / EFFICIENCY);
}
