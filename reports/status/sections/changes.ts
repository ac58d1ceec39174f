import { code, heading, paragraph, table } from '../../blocks.ts';
import type { Block, Inline } from '../../document.ts';
import { metricUnit } from '../../metric-words.ts';
import { betterOrWorse, judgedWords, seriesName, sizeWords } from '../change-words.ts';
import { sinceOf, type StatusModel } from '../model.ts';

/** Where the watch confirmed that a series moved. */
export function changesSection({ changes }: StatusModel): readonly Block[] {
  const head = heading(1, 'Changes', 'changes');
  if (changes.length === 0) return [head, paragraph('None was confirmed in this window. That does not show that nothing moved.')];
  const rows = changes.map((change): readonly (readonly Inline[])[] => {
    const { id, target, result, metric, accepted } = change;
    const bounds = [result['earliestAt'], result['latestAt']].filter((at) => typeof at === 'number');
    return [
      [code(`judgement-${id}`)],
      [seriesName(change)],
      [code(target)],
      [{ time: sinceOf(change) }],
      bounds.length === 2 ? [{ time: bounds[0] as number }, ' … ', { time: bounds[1] as number }] : ['not known'],
      judgedWords(change, 'before.median', metricUnit(metric)),
      judgedWords(change, 'after.median', metricUnit(metric)),
      sizeWords(change),
      judgedWords(change, 'p', 'p'),
      [betterOrWorse(change)],
      accepted === null ? ['no'] : ['by ', { quote: accepted.by }],
    ];
  });
  const caption = [
    'Changes of level that the watch confirmed in this window. Size: after against before, with its interval. Worse or better is the direction that the metric names.',
  ];
  const titles = [
    'Judgement',
    'Series',
    'Target',
    'Since',
    'Plausible',
    'Median before>',
    'Median after>',
    'Size>',
    'p>',
    'Direction',
    'Accepted',
  ];
  return [head, table('changes-table', caption, titles, rows)];
}
