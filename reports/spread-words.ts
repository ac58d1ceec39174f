import type { TooFew } from '../src/analysis/types.ts';
import { claim, constant, intervalOf, statistic } from './claim.ts';
import type { Inline, Selection } from './document.ts';
import type { Unit } from './quantity.ts';
import type { Fluctuation } from '../src/analysis/types.ts';

/** A percentile with its value, or how many values it would need. */
export function percentileWords(estimate: Fluctuation['p95'], name: 'p95' | 'p99', unit: Unit, of: Selection): readonly Inline[] {
  if ('tooFew' in estimate) return tooFewWords(estimate, name);
  return [claim(estimate.value, unit, { statistic: name, of })];
}

function tooFewWords(few: TooFew, name: string): readonly Inline[] {
  return ['n too small: ', constant(few.need, 'count', `values that a ${name} needs`), ' needed'];
}

/** `median (low … high)`. */
export function medianWords(spread: Fluctuation, unit: Unit, of: Selection): readonly Inline[] {
  const recipe = { statistic: 'median', of } as const;
  return [claim(spread.median.value, unit, recipe), ' ', ...intervalOf(spread.median, unit, recipe)];
}

/** `robust CV (low … high)`; a median of 0 has none. */
export function robustCvWords(spread: Fluctuation, of: Selection): readonly Inline[] {
  if (!Number.isFinite(spread.robustCv.value)) return ['not defined (the median is zero)'];
  const recipe = { statistic: 'robust_cv', of } as const;
  return [claim(spread.robustCv.value, 'percent', recipe), ' ', ...intervalOf(spread.robustCv, 'percent', recipe)];
}

/** `q1 … q3`. */
export function quartileWords(spread: Fluctuation, unit: Unit, of: Selection): readonly Inline[] {
  return [statistic(spread.q1, unit, 'q1', of), ' … ', statistic(spread.q3, unit, 'q3', of)];
}
