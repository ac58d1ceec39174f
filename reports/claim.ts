import type { Claim, Inline, Recipe, Selection, Statistic } from './document.ts';
import { formatQuantity, type Unit } from './quantity.ts';

/** A number with the way to compute it again. */
export function claim(value: number, unit: Unit, recipe: Recipe): Claim {
  return { claim: true, value, text: formatQuantity(value, unit), recipe };
}

/** A statistic of one selection. */
export function statistic(value: number, unit: Unit, name: Statistic, of: Selection): Claim {
  return claim(value, unit, { statistic: name, of });
}

/** A number that nobody measured: a limit, a level, a default. `from` says where it stands. */
export function constant(value: number, unit: Unit, from: string): Claim {
  const { text, ...rest } = claim(value, unit, { statistic: 'constant', of: { rows: 'runs', runs: [] }, parameters: { value, from } });
  // It is exactly this: trailing zeros would claim a precision of measurement.
  return { ...rest, text: text.replace(/\.(\d*?)0+(?= |$)/, (_, digits: string) => (digits === '' ? '' : `.${digits}`)) };
}

/** How many rows a selection has. */
export function count(value: number, of: Selection): Claim {
  return claim(value, 'count', { statistic: 'count', of });
}

interface Bounded {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
}

/** `1.23 s (1.20 s … 1.31 s)`, or `1.23 s (no interval)` where n is too small for one. */
export function withInterval(estimate: Bounded, unit: Unit, recipe: Recipe): readonly Inline[] {
  return [claim(estimate.value, unit, recipe), ' ', ...intervalOf(estimate, unit, recipe)];
}

/** The bounds alone, in parentheses; a side that cannot be told is said in words. */
function intervalOf(estimate: Bounded, unit: Unit, recipe: Recipe): readonly Inline[] {
  const { low, high, level } = estimate;
  if (low === null && high === null) return ['(no interval)'];
  const side = (value: number | null, which: 'low' | 'high'): Inline =>
    value === null || !Number.isFinite(value) ? 'open' : claim(value, unit, { ...recipe, bound: { side: which, level } });
  return ['(', side(low, 'low'), ' … ', side(high, 'high'), ')'];
}
