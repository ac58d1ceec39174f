import { claim, constant, statistic, withInterval } from './claim.ts';
import type { Inline, Selection } from './document.ts';
import type { Unit } from './quantity.ts';
import type { Fluctuation } from '../src/analysis/types.ts';

/** The percentile, or how many values it would need. */
export function percentileWords(spread: Fluctuation, which: 'p95' | 'p99', unit: Unit, of: Selection): readonly Inline[] {
  const estimate = spread[which];
  if (!('tooFew' in estimate)) return [claim(estimate.value, unit, { statistic: which, of })];
  return ['n too small: ', constant(estimate.need, 'count', `values that a ${which} needs`), ' needed'];
}

/** `median (low … high)`. */
export function medianWords(spread: Fluctuation, unit: Unit, of: Selection): readonly Inline[] {
  return withInterval(spread.median, unit, { statistic: 'median', of });
}

/** `robust CV (low … high)`; one value, or a median of 0, has none. */
export function robustCvWords(spread: Fluctuation, of: Selection): readonly Inline[] {
  if (spread.n < 2) return ['not defined (one value)'];
  if (!Number.isFinite(spread.robustCv.value)) return ['not defined (the median is zero)'];
  return withInterval(spread.robustCv, 'percent', { statistic: 'robust_cv', of });
}

/** `q1 … q3`. */
export function quartileWords(spread: Fluctuation, unit: Unit, of: Selection): readonly Inline[] {
  return [statistic(spread.q1, unit, 'q1', of), ' … ', statistic(spread.q3, unit, 'q3', of)];
}
