import { MINIMUM_UNITS } from '../../src/analysis/compare.ts';
import type { Comparison } from '../../src/analysis/types.ts';
import { constant, withInterval } from '../claim.ts';
import type { Inline, Recipe } from '../document.ts';
import type { MeasuredSeries } from '../run/measured-series.ts';
import type { CompareRule } from './compared-series.ts';

export interface Judged {
  readonly comparison: Comparison;
  readonly from: MeasuredSeries;
  readonly to: MeasuredSeries;
  readonly worse: 'up' | 'down' | 'either';
  readonly rule: CompareRule;
}

export function ratioRecipe({ comparison: { claim: about }, from, to, worse, rule }: Judged, figure: 'ratio' | 'p'): Recipe {
  return {
    statistic: `${about}_${figure}`,
    of: to.selection,
    against: from.selection,
    parameters: { margin: rule.margin, alpha: rule.alpha, worse },
  };
}

/** `0.842 × (0.801 × … 0.883 ×)`. */
export function ratioWords(judged: Judged): readonly Inline[] {
  const { ratio } = judged.comparison;
  if (!Number.isFinite(ratio.value)) return ['not known'];
  return withInterval(ratio, 'factor', ratioRecipe(judged, 'ratio'));
}

const LEVEL = { regression: 'got worse', improvement: 'improved', changed: 'changed' } as const;
const SPREAD = { regression: 'grew', improvement: 'shrank', changed: 'changed' } as const;

/** What may be said, and no more: `improved` only after the verdict improvement, `the same` only after equivalence. */
export function verdictWords({ comparison, rule }: Judged): readonly Inline[] {
  const { verdict, need } = comparison;
  const words = comparison.claim === 'level' ? LEVEL : SPREAD;
  const margin = constant(rule.margin, 'percent', 'margin of a comparison');
  switch (verdict) {
    case 'regression':
    case 'improvement':
    case 'changed':
      return [words[verdict], ' by more than ', margin];
    case 'changed below margin':
      return ['changed, but by less than ', margin];
    case 'equivalent':
      return ['is equivalent: no difference of ', margin, ' or more'];
    case 'inconclusive':
      return comparison.noRegression
        ? ['is not decided, but no regression: ', margin, ' worse is ruled out', ...needWords(need)]
        : ['is not decided: the interval allows a change and none', ...needWords(need)];
    case 'too few units':
      return ['cannot be judged: too few units', ...needWords(need ?? MINIMUM_UNITS)];
  }
}

function needWords(need: number | null): readonly Inline[] {
  if (need === null) return ['; how many units would decide is not known'];
  return [
    '; about ',
    constant(need, 'count', 'units a side that would decide, from the spread between units'),
    ' units a side would decide',
  ];
}
