import type { Claim, Inline, Recipe } from '../../document.ts';
import type { Unit } from '../../quantity.ts';
import { formatQuantityIn, UNITS, type Rounding } from '../../quantity-in.ts';
import { refuse } from '../refuse.ts';
import type { Arguments } from './arguments.ts';

/** A number with what it takes to print it: bounds where there is an interval. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
  readonly recipe: Recipe;
  readonly interval?: { readonly low: number | null; readonly high: number | null; readonly level: number };
}

/** Options that every number in a sentence takes. */
export const PRINT_OPTIONS = ['unit', 'digits', 'interval'] as const;

/** As the author wants it: `unit=ms digits=3 interval=yes`. Refuses a unit that the quantity is not in, and an interval that it does not have. */
export function printQuantity({ value, unit, recipe, interval }: Quantity, { option }: Arguments): readonly Inline[] {
  if (!Number.isFinite(value)) refuse('has no data: the number is not defined for what was measured');
  const rounding = roundingOf(unit, option);
  const printed = (number: number, of: Recipe): Claim => ({
    claim: true,
    value: number,
    text: formatQuantityIn(number, unit, rounding),
    recipe: of,
  });
  const wanted = option('interval');
  if (wanted === undefined || wanted === 'no') return [printed(value, recipe)];
  if (wanted !== 'yes') refuse(`interval=${wanted} is neither yes nor no`);
  if (interval === undefined) return refuse('has no interval');
  const { low, high, level } = interval;
  if (low === null && high === null) return refuse('has no interval: there are too few values for one');
  const bound = (number: number | null, side: 'low' | 'high'): Inline =>
    number === null || !Number.isFinite(number) ? 'open' : printed(number, { ...recipe, bound: { side, level } });
  return [printed(value, recipe), ' (', bound(low, 'low'), ' … ', bound(high, 'high'), ')'];
}

function roundingOf(base: Unit, option: Arguments['option']): Rounding {
  const [unit, digits] = [option('unit') === 'us' ? 'µs' : option('unit'), option('digits')];
  const known = Object.keys(UNITS[base]);
  if (unit !== undefined && !known.includes(unit))
    refuse(`unit=${unit}: ${known.length === 0 ? 'a count and a p have no unit' : `it is printed in ${known.join(', ')}`}`);
  if (digits !== undefined && !/^[1-8]$/.test(digits)) refuse(`digits=${digits} is no number of significant digits from 1 to 8`);
  if (digits !== undefined && base === 'count') refuse('digits= does not go with a count, which is exact');
  return { ...(unit === undefined ? {} : { unit }), ...(digits === undefined ? {} : { digits: Number(digits) }) };
}
