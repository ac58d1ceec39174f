import { code, heading, paragraph, table } from '../blocks.ts';
import { claim, constant, statistic } from '../claim.ts';
import { ratioRecipe, ratioWords, verdictWords } from '../compare/verdict-words.ts';
import type { Block, Inline } from '../document.ts';
import { claimName } from './claim-words.ts';
import type { RegressionModel } from './model.ts';

/** Every claim of the check with its verdict. */
export function verdicts({ claims }: RegressionModel): readonly Block[] {
  const head = heading(1, 'Claims', 'claims');
  if (claims.length === 0) return [head, paragraph('The check stored no verdict.')];
  const rows = claims.map((each): readonly (readonly Inline[])[] => {
    const { judged, judgement, isAcknowledged } = each;
    const { comparison, from, to } = judged;
    return [
      claimName(each),
      [statistic(comparison.unitsBefore, 'count', 'units', from.selection)],
      [statistic(comparison.unitsAfter, 'count', 'units', to.selection)],
      ratioWords(judged),
      comparison.p === null ? ['–'] : [claim(comparison.p, 'p', ratioRecipe(judged, 'p'))],
      [...verdictWords(judged), ...(isAcknowledged ? ['; acknowledged'] : [])],
      [comparison.noRegression ? 'yes' : 'no'],
      [constant(judged.rule.alpha, 'percent', 'two-sided false-alarm rate of one claim')],
      [code(`judgement-${judgement.id}`)],
    ];
  });
  const caption = [
    'Ratio of new to baseline with its interval; units are independent hosts, or runs where instances share a host. Worse ruled out: the bound on the bad side lies within the margin.',
  ];
  const titles = ['Claim', 'Units before>', 'Units new>', 'Ratio>', 'p>', 'Verdict', 'Worse ruled out', 'Alpha>', 'Judgement'];
  return [head, table('claims-table', caption, titles, rows)];
}
