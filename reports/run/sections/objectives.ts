import { code, heading, paragraph, table } from '../../blocks.ts';
import { claim, constant, withInterval } from '../../claim.ts';
import type { Block, Inline, Recipe, TableBlock } from '../../document.ts';
import { metricUnit } from '../../metric-words.ts';
import { splitAtNumerals } from '../../numerals.ts';
import type { Unit } from '../../quantity.ts';
import type { JudgedObjective } from '../judged-objectives.ts';
import type { RunModel } from '../model.ts';

const STATS: Readonly<Record<string, string>> = {
  median: 'median',
  mean: 'mean',
  p95: 'p95',
  p99: 'p99',
  robust_cv: 'robust CV',
  availability: 'share of looks that succeeded',
  failure_share: 'share of failures outside outages',
};

/** What was promised, and whether it was kept. */
export function objectivesSection({ objectives }: RunModel, of: 'this report' | 'after' = 'this report'): readonly Block[] {
  const head = heading(1, 'Objectives', 'objectives');
  if (objectives.length === 0) return [head, paragraph('Not judged, because no objective is configured for this target.')];
  return [head, objectivesTable(objectives, of)];
}

/** `of`: what the judgement rests on, in the report's own words. */
export function objectivesTable(objectives: readonly JudgedObjective[], of: string): TableBlock {
  const titles = ['Objective', 'Requirement', 'Limit>', 'Measured>', 'n>', 'State', 'Source'];
  const caption = [`Judged over ${of} only; met or not met when the whole interval is on one side of the limit.`];
  const rows = objectives.map((judged) => row(judged));
  return table('objectives-table', caption, titles, rows);
}

function row(judged: JudgedObjective): readonly (readonly Inline[])[] {
  const { objective, result, worse } = judged;
  const { stat, metric, tags, limit, source, id } = objective;
  const isShare = stat === 'robust_cv' || stat === 'availability' || stat === 'failure_share';
  const unit: Unit = isShare ? 'percent' : metricUnit(metric);
  const atLeast = stat === 'availability' || (worse === 'down' && !isShare);
  const selected = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
  const reason = splitAtNumerals(result.reason ?? '');
  return [
    [code(id)],
    [`${STATS[stat] ?? stat} of `, code(`${metric}${selected.length === 0 ? '' : `{${selected.join(', ')}}`}`)],
    [atLeast ? 'at least ' : 'at most ', constant(limit, unit, `limit of objective ${id}`)],
    result.value === null || !Number.isFinite(result.value.value)
      ? ['not known']
      : withInterval(result.value, unit, recipe(judged, 'value')),
    [claim(result.n, 'count', recipe(judged, 'n'))],
    [
      result.state,
      ...(result.reason === null ? [] : [': ']),
      ...reason.flatMap(({ words, numeral }, index): readonly Inline[] =>
        numeral === null ? [words] : [words, claim(Number(numeral), 'count', recipe(judged, `reason${index}`))],
      ),
    ],
    source === null ? ['none given'] : [{ quote: source }],
  ];
}

function recipe({ objective: { stat, limit }, worse, values, looks }: JudgedObjective, part: string): Recipe {
  return { statistic: 'objective', of: values, ...(looks === null ? {} : { against: looks }), parameters: { stat, limit, worse, part } };
}
