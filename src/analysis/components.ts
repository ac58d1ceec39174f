import { anova, type Anova } from './anova.ts';
import { fQuantile } from './f-distribution.ts';
import { mean } from './moments.ts';
import type { Estimate, TooFew, Unit, VarianceComponents } from './types.ts';

/**
 * How much of the spread lies within units and how much between them: one-way random effects with unequal sizes
 * (Searle, Casella & McCulloch, Variance Components, §3.6). On logs where all values are positive, where the standard
 * deviation is the CV; else on the values, divided by their mean. `n` and `need` of TooFew count units,
 * or values where there is no unit with two.
 */
export function varianceComponents(units: readonly Unit[]): VarianceComponents | TooFew {
  const groups = units.map(({ values }) => values.filter((value) => Number.isFinite(value))).filter(({ length }) => length > 0);
  const all = groups.flat();
  if (groups.length < 2) return { tooFew: true, n: groups.length, need: 2 };
  if (all.length === groups.length) return { tooFew: true, n: all.length, need: all.length + 1 };
  const positive = all.every((value) => value > 0);
  const table = anova(positive ? groups.map((group) => group.map((value) => Math.log(value))) : groups);
  const { within, between } = components(table);
  const scale = positive ? 1 : Math.abs(mean(all));
  return {
    units: groups.length,
    n: all.length,
    withinCv: Math.sqrt(within) / scale,
    betweenCv: Math.sqrt(between) / scale,
    icc: intraclassCorrelation(table),
  };
}

/** The two variances of an analysis of variance; the one between is 0 where the means differ by less than chance alone would. */
export function components(table: Anova): { readonly within: number; readonly between: number } {
  return { within: table.within, between: Math.max(0, (table.between - table.within) / table.size) };
}

/** Share of the variance that lies between units, with the F interval (exact for equal sizes), cut to 0…1. */
export function intraclassCorrelation(table: Anova, level = 0.95): Estimate {
  const { within, between } = components(table);
  const { f, groups, n, size } = table;
  const value = between === 0 ? 0 : between / (between + within);
  if (!Number.isFinite(f)) return { value, low: null, high: null, level };
  const tail = (1 - level) / 2;
  const bound = (ratio: number): number => Math.min(1, Math.max(0, (ratio - 1) / (ratio + size - 1)));
  return {
    value,
    low: bound(f / fQuantile(1 - tail, groups - 1, n - groups)),
    high: bound(f / fQuantile(tail, groups - 1, n - groups)),
    level,
  };
}
