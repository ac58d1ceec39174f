import { fluctuation } from '../../src/analysis/fluctuation.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Recipe } from '../document.ts';
import { quantileOf, robustCvOf } from './order.ts';
import { selectSamples } from './select-rows.ts';
import { sideOf } from './side-of.ts';

/** What each statistic of order is a quantile of. */
export const QUANTILES: Readonly<Record<string, number>> = { q1: 0.25, median: 0.5, q3: 0.75, p95: 0.95, p99: 0.99 };

/** A figure of the values themselves. */
export function orderFigure(facts: RunFacts, { statistic, of }: Recipe): number {
  const values = selectSamples(facts, of).map(({ value }) => value);
  if (statistic === 'value') return values[0] ?? Number.NaN;
  if (statistic === 'min') return values.reduce((least, value) => Math.min(least, value), Infinity);
  if (statistic === 'max') return values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  if (statistic === 'robust_cv') return robustCvOf(values);
  return quantileOf(values, QUANTILES[statistic] ?? Number.NaN);
}

/** A bound of its interval: order statistics by exact binomial ranks, asked of src/analysis. */
export function orderBound(facts: RunFacts, { statistic, of, bound }: Recipe): number {
  const spread = fluctuation(selectSamples(facts, of).map(({ value }) => value));
  if (spread === undefined) return Number.NaN;
  if (statistic === 'median') return sideOf(spread.median, bound);
  return statistic === 'robust_cv' ? sideOf(spread.robustCv, bound) : Number.NaN;
}
