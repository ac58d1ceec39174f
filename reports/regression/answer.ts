import { code, heading, joined, list, paragraph, strong } from '../blocks.ts';
import { constant } from '../claim.ts';
import { ratioWords, verdictWords } from '../compare/verdict-words.ts';
import type { Block, Inline } from '../document.ts';
import { claimName } from './claim-words.ts';
import type { CheckedClaim, RegressionModel } from './model.ts';

const LISTED = 4;

/** What the check found, in the lines that somebody reads who reads nothing else. */
export function answer(model: RegressionModel): readonly Block[] {
  const { baseline, at, target } = model;
  return [
    paragraph(
      'What the check of target ',
      code(target),
      ' at ',
      { time: at },
      ' found: the newest runs against baseline ',
      code(baseline.name),
      ', version ',
      code(String(baseline.version)),
      ', set by ',
      { quote: baseline.movedBy },
      ' at ',
      { time: baseline.at },
      ' (',
      { quote: baseline.reason },
      ').',
    ),
    heading(1, 'The answer', 'answer'),
    list([
      [strong('Worse?'), ' ', ...found(model, ['regression'], 'Nothing was judged a regression')],
      [strong('Better, or otherwise changed?'), ' ', ...found(model, ['improvement', 'changed'], 'Nothing was')],
      [strong('What is ruled out?'), ' ', ...ruledOut(model)],
      [strong('What was not decided?'), ' ', ...found(model, ['inconclusive'], 'Nothing was left open')],
      [
        strong('What was checked?'),
        ' Level and spread of each series, each with a rate of false alarms of its own: ',
        ...alpha(model),
        '.',
      ],
    ]),
  ];
}

function found({ claims }: RegressionModel, verdicts: readonly string[], none: string): readonly Inline[] {
  const own = claims.filter(({ judged }) => verdicts.includes(judged.comparison.verdict));
  const each = own
    .slice(0, LISTED)
    .map((claim): readonly Inline[] => [
      ...claimName(claim),
      ' ',
      ...verdictWords(claim.judged),
      ', ',
      ...ratioWords(claim.judged),
      ...(claim.isAcknowledged ? [', acknowledged'] : []),
    ]);
  return [...joined(each, '; ', none), own.length > LISTED ? '; more stand below.' : '.'];
}

function ruledOut({ claims }: RegressionModel): readonly Inline[] {
  const safe = claims.filter(({ judged }) => judged.comparison.noRegression);
  const [first] = safe;
  if (first === undefined) return ['Nothing: no bound lies within the margin.'];
  const margin = constant(first.judged.rule.margin, 'percent', 'margin of the check');
  const all = safe.length === claims.length ? 'For every claim' : 'For some claims';
  return [all, ' that it became worse by ', margin, ' or more; the table says for which.'];
}

function alpha({ claims }: RegressionModel): readonly Inline[] {
  const rates = [...new Set(claims.map(({ judged }: CheckedClaim) => judged.rule.alpha))];
  return joined(
    rates.map((rate) => [constant(rate, 'percent', 'two-sided false-alarm rate of one claim')]),
    ', ',
  );
}
