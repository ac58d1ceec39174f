import { code, table } from '../blocks.ts';
import { claim, count, statistic } from '../claim.ts';
import type { Inline, TableBlock } from '../document.ts';
import { metricUnit, metricWords } from '../metric-words.ts';
import { medianWords, percentileWords, robustCvWords } from '../spread-words.ts';
import { presentSides, type ComparedSeries } from './compared-series.ts';
import type { CompareModel } from './model.ts';
import { ratioRecipe, ratioWords, verdictWords, type Judged } from './verdict-words.ts';

/** What may be said of the level and of the spread of each pair. */
export function verdictsTable(model: CompareModel, pairs: readonly ComparedSeries[], id: string): TableBlock {
  return table(
    id,
    ['After ÷ before, from one number a unit; interval and p are of one exact test.'],
    kindTitles(pairs, ['Figure', 'Of', 'Ratio>', 'p>', 'Verdict']),
    pairs.flatMap((pair) => kindCells(pairs, pair, verdictRows(model, pair))),
  );
}

/** How much each side of each pair fluctuates. */
export function pairValuesTable(pairs: readonly ComparedSeries[], id: string): TableBlock {
  return table(
    id,
    ['All jobs that ended well enter these numbers.'],
    kindTitles(pairs, ['Figure', 'Side', 'n>', 'Units>', 'Median>', 'Robust CV>', 'p95>']),
    pairs.flatMap((pair) => kindCells(pairs, pair, valueRows(pair))),
  );
}

/** A table of several kinds of job says of which a row is. */
function kindTitles(pairs: readonly ComparedSeries[], titles: readonly string[]): readonly string[] {
  return severalKinds(pairs) ? ['Jobs', ...titles] : titles;
}

function kindCells(pairs: readonly ComparedSeries[], { before }: ComparedSeries, rows: TableBlock['rows']): TableBlock['rows'] {
  return severalKinds(pairs) ? rows.map((row) => [[code(before.jobKind)], ...row]) : rows;
}

function severalKinds(pairs: readonly ComparedSeries[]): boolean {
  return new Set(pairs.map(({ before }) => before.jobKind)).size > 1;
}

function verdictRows(model: CompareModel, pair: ComparedSeries): readonly (readonly (readonly Inline[])[])[] {
  const { before, after, reference, toReference, worse } = pair;
  const { rule } = model;
  const judged: readonly (readonly [what: string, one: Judged])[] = [
    ['level', { comparison: pair.level, from: before, to: after, worse, rule }],
    ['spread', { comparison: pair.spread, from: before, to: after, worse, rule }],
    ...(reference === null || toReference === null
      ? []
      : [['level, after ÷ reference', { comparison: toReference, from: reference, to: after, worse, rule }] as const]),
  ];
  const { jobKind: _, ...tags } = { jobKind: '', ...before.tags };
  return judged.map(([what, one]) => {
    const { p } = one.comparison;
    return [
      metricWords(before.metric, tags),
      [what],
      ratioWords(one),
      [p === null ? 'none' : claim(p, 'p', ratioRecipe(one, 'p'))],
      verdictWords(one),
    ];
  });
}

function valueRows(pair: ComparedSeries): readonly (readonly (readonly Inline[])[])[] {
  return presentSides(pair).map(([name, { metric, tags, fluctuation: spread, selection, units }]) => {
    const unit = metricUnit(metric);
    return [
      metricWords(metric, tags),
      [name],
      [count(spread.n, selection)],
      [statistic(units.length, 'count', 'units', selection)],
      medianWords(spread, unit, selection),
      robustCvWords(spread, selection),
      percentileWords(spread, 'p95', unit, selection),
    ];
  });
}
