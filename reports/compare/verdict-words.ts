import { MINIMUM_UNITS } from '../../src/analysis/compare.ts';
import type { Comparison } from '../../src/analysis/types.ts';
import { constant, withInterval } from '../claim.ts';
import type { Inline, Recipe } from '../document.ts';
import type { MeasuredSeries } from '../run/measured-series.ts';
import { comparisonCode, verdictClaim } from '../verdict-claim.ts';
import type { CompareRule } from './compared-series.ts';

export interface Judged {
  readonly comparison: Comparison;
  readonly from: Pick<MeasuredSeries, 'selection'>;
  readonly to: Pick<MeasuredSeries, 'selection'>;
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

/** The verdict in words, a claim, and what belongs to it: the margin, the number of units that would decide. */
export function verdictWords(judged: Judged): readonly Inline[] {
  const { verdict, need, noRegression, claim: about } = judged.comparison;
  const { of, against, parameters } = ratioRecipe(judged, 'ratio');
  const said = verdictClaim(about, comparisonCode(judged.comparison), {
    of,
    ...(against && { against }),
    ...(parameters && { parameters }),
  });
  const margin = constant(judged.rule.margin, 'percent', 'margin of a comparison');
  switch (verdict) {
    case 'regression':
    case 'improvement':
    case 'changed':
      return [said, ' by more than ', margin];
    case 'changed below margin':
      return [said, ' ', margin];
    case 'equivalent':
      return [said, ': no difference of ', margin, ' or more'];
    case 'inconclusive':
      return noRegression
        ? [said, ': ', margin, ' worse is ruled out', ...needWords(need)]
        : [said, ': the interval allows a change and none', ...needWords(need)];
    case 'too few units':
      return [said, ': too few units', ...needWords(need ?? MINIMUM_UNITS)];
  }
}

function needWords(need: number | null): readonly Inline[] {
  if (need === null) return [' (how many units would decide is not known)'];
  return [
    ' (about ',
    constant(need, 'count', 'units a side that would decide, from the spread between units'),
    ' units a side would decide)',
  ];
}
