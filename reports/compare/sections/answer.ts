import { code, heading, joined, list, strong } from '../../blocks.ts';
import type { Block, Inline } from '../../document.ts';
import { faultSentences, objectiveSentence } from '../../run/sections/answer.ts';
import type { ComparedSeries } from '../compared-series.ts';
import type { CompareModel } from '../model.ts';
import { judgedOf, pairSentence } from '../pair-sentence.ts';
import { verdictWords } from '../verdict-words.ts';

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

function sentences(model: CompareModel, pairs: readonly ComparedSeries[], about: 'level' | 'spread'): readonly Inline[] {
  if (pairs.length === 0) return ['Not measured, because no kind of job ended well on both sides.'];
  const each = pairs.map((pair) => pairSentence(model, pair, about));
  return ['By the verdict, ', ...joined(each, '; '), '.'];
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
        ...verdictWords(judgedOf(model, pair, about)),
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
