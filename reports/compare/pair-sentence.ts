import { code } from '../blocks.ts';
import { claim } from '../claim.ts';
import type { Inline } from '../document.ts';
import { metricUnit } from '../metric-words.ts';
import type { ComparedSeries } from './compared-series.ts';
import type { CompareModel } from './model.ts';
import { ratioWords, verdictWords, type Judged } from './verdict-words.ts';

/** What the sides are called behind their figures. */
export interface SideNames {
  readonly before: readonly Inline[];
  readonly after: readonly Inline[];
}

/** `the time of cpu jobs improved by more than 5 %, median 1.200 s before and 1.010 s after, ratio 0.842 × (…)`. */
export function pairSentence(
  model: CompareModel,
  pair: ComparedSeries,
  about: 'level' | 'spread',
  names: SideNames = { before: ['before'], after: ['after'] },
): readonly Inline[] {
  const one = judgedOf(model, pair, about);
  return [
    `the ${about === 'level' ? 'time' : 'spread'} of `,
    code(pair.before.jobKind),
    ' jobs ',
    ...verdictWords(one),
    ', ',
    ...sides(pair, about, names),
    ', ratio ',
    ...ratioWords(one),
  ];
}

export function judgedOf(model: CompareModel, pair: ComparedSeries, about: 'level' | 'spread'): Judged {
  return { comparison: pair[about], from: pair.before, to: pair.after, worse: pair.worse, rule: model.rule };
}

/** `median 1.200 s before, 1.010 s after`. */
function sides({ before, after }: ComparedSeries, about: 'level' | 'spread', names: SideNames): readonly Inline[] {
  const figure = (series: ComparedSeries['before']): Inline =>
    about === 'level'
      ? claim(series.fluctuation.median.value, metricUnit(series.metric), { statistic: 'median', of: series.selection })
      : claim(series.fluctuation.robustCv.value, 'percent', { statistic: 'robust_cv', of: series.selection });
  return [about === 'level' ? 'median ' : 'robust CV ', figure(before), ' ', ...names.before, ' and ', figure(after), ' ', ...names.after];
}
