import type { RunFacts } from '../../src/store/rows.ts';
import type { Recipe } from '../document.ts';
import { orderBound, orderFigure } from './order-figures.ts';

/** Money for a job of median time, or how many jobs one unit of money buys; the dearer bound buys fewer. */
export function priced(facts: RunFacts, { statistic, of, bound, parameters }: Recipe): number {
  const money = (recipe: Recipe): number =>
    ((recipe.bound === undefined ? orderFigure(facts, recipe) : orderBound(facts, recipe)) / 3600) * Number(parameters?.['perHour']);
  if (statistic === 'cost') return money({ statistic: 'median', of, ...(bound === undefined ? {} : { bound }) });
  const other = bound === undefined ? {} : { bound: { ...bound, side: bound.side === 'low' ? ('high' as const) : ('low' as const) } };
  return 1 / money({ statistic: 'median', of, ...other });
}
