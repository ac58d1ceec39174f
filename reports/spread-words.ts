import type { TooFew } from '../src/analysis/types.ts';
import { claim, constant, statistic, withInterval } from './claim.ts';
import type { Inline, Selection } from './document.ts';
import type { Unit } from './quantity.ts';
import type { Fluctuation } from '../src/analysis/types.ts';

/** The p95, or how many values it would need. */
export function p95Words(estimate: Fluctuation['p95'], unit: Unit, of: Selection): readonly Inline[] {
  if ('tooFew' in estimate) return tooFewWords(estimate);
  return [claim(estimate.value, unit, { statistic: 'p95', of })];
}

function tooFewWords(few: TooFew): readonly Inline[] {
  return ['n too small: ', constant(few.need, 'count', 'values that a p95 needs'), ' needed'];
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
