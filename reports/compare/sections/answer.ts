import { code, heading, joined, list, strong } from '../../blocks.ts';
import { claim } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { metricUnit } from '../../metric-words.ts';
import { faultSentences, objectiveSentence } from '../../run/sections/answer.ts';
import type { ComparedSeries } from '../compared-series.ts';
import type { CompareModel } from '../model.ts';
import { ratioWords, verdictWords, type Judged } from '../verdict-words.ts';

/** The five lines that somebody reads who reads nothing else. */
export function answer(model: CompareModel): readonly Block[] {
  const pairs = model.series.filter(({ before }) => before.metric === 'job_duration_seconds');
  const items = [
    [strong('Steadier?'), ' ', ...sentences(model, pairs, 'spread')],
    [strong('Better?'), ' ', ...sentences(model, pairs, 'level')],
    [strong('Outages?'), ' Before: ', ...faultSentences(model.before), ' After: ', ...faultSentences(model.after)],
    [strong('Objectives?'), ' After: ', ...objectiveSentence(model.after)],
    unsaid(model),
  ];
  return [heading(1, 'The answer', 'answer'), list(items)];
}

function judged(model: CompareModel, pair: ComparedSeries, about: 'level' | 'spread'): Judged {
  return { comparison: pair[about], from: pair.before, to: pair.after, worse: pair.worse, rule: model.rule };
}

function sentences(model: CompareModel, pairs: readonly ComparedSeries[], about: 'level' | 'spread'): readonly Inline[] {
  if (pairs.length === 0) return ['Not measured, because no kind of job ended well on both sides.'];
  const each = pairs.map((pair): readonly Inline[] => {
    const one = judged(model, pair, about);
    return [
      `the ${about === 'level' ? 'time' : 'spread'} of `,
      code(pair.before.jobKind),
      ' jobs ',
      ...verdictWords(one),
      ', ',
      ...sides(pair, about),
      ', ratio ',
      ...ratioWords(one),
    ];
  });
  return ['By the verdict, ', ...joined(each, '; '), '.'];
}

/** `median 1.200 s before, 1.010 s after`. */
function sides({ before, after }: ComparedSeries, about: 'level' | 'spread'): readonly Inline[] {
  const figure = (series: ComparedSeries['before']): Inline =>
    about === 'level'
      ? claim(series.fluctuation.median.value, metricUnit(series.metric), { statistic: 'median', of: series.selection })
      : claim(series.fluctuation.robustCv.value, 'percent', { statistic: 'robust_cv', of: series.selection });
  return [about === 'level' ? 'median ' : 'robust CV ', figure(before), ' before and ', figure(after), ' after'];
}

function unsaid(model: CompareModel): readonly Inline[] {
  // The tables have the other figures.
  const headlines = model.series.filter(({ before }) => before.metric === 'job_duration_seconds');
  const open = headlines.flatMap((pair) =>
    (['level', 'spread'] as const)
      .filter((about) => pair[about].verdict === 'inconclusive' || pair[about].verdict === 'too few units')
      .map((about): readonly Inline[] => [
        `the ${about === 'level' ? 'time' : 'spread'} of `,
        code(pair.before.jobKind),
        ' jobs ',
        ...verdictWords(judged(model, pair, about)),
      ]),
  );
  const cause = 'Why anything changed: a comparison of two times shows that it did, not what did it.';
  return [
    strong('What cannot be said?'),
    ' ',
    ...(open.length === 0 ? [] : ['Of these nothing is claimed: ', ...joined(open, '; '), '. ']),
    cause,
  ];
}
