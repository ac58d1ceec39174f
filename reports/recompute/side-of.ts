import type { Estimate } from '../../src/analysis/types.ts';
import type { Recipe } from '../document.ts';

/** The value of an estimate, or the bound that a recipe names; NaN for one that is open. */
export function sideOf(estimate: Estimate, bound: Recipe['bound']): number {
  if (bound === undefined) return estimate.value;
  return (bound.side === 'low' ? estimate.low : estimate.high) ?? Number.NaN;
}
