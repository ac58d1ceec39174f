import type { Comparison } from '../../analysis/types.ts';
import { textTable } from './table.ts';

/** Level and spread of one metric, after against before. */
export interface ComparedMetric {
  readonly metric: string;
  readonly level: Comparison;
  readonly spread: Comparison;
}

/** Two lines a metric: the verdict on its level and the one on its spread. */
export function comparisonTable(compared: readonly ComparedMetric[]): string {
  if (compared.length === 0) return '';
  return textTable(
    [
      { title: 'metric' },
      { title: 'claim' },
      { title: 'verdict' },
      { title: 'after/before', right: true },
      { title: 'interval' },
      { title: 'bootstrap' },
      { title: 'p', right: true },
      { title: 'n' },
    ],
    compared.flatMap(({ metric, level, spread }) =>
      [level, spread].map(({ claim, verdict, noRegression, ratio, crossCheck, p, unitsBefore, unitsAfter }) => [
        metric,
        claim,
        verdict === 'inconclusive' && noRegression ? 'inconclusive, no regression' : verdict,
        Number.isFinite(ratio.value) ? ratio.value.toFixed(3) : '',
        ratio.low === null || ratio.high === null ? 'n too small' : bounds(ratio.low, ratio.high),
        crossCheck === null ? '' : bounds(crossCheck.low, crossCheck.high),
        p === null ? '' : p.toPrecision(2),
        `${unitsBefore} : ${unitsAfter}`,
      ]),
    ),
  );
}

/** One line for each level whose bootstrap interval would have led elsewhere. */
export function crossCheckNotes(compared: readonly ComparedMetric[]): readonly string[] {
  return compared.flatMap(({ metric, level: { claim, verdict, crossCheck } }) =>
    crossCheck === null || crossCheck.agrees
      ? []
      : [
          `the cross-check does not agree: ${metric}, ${claim}: ${verdict}, by the bootstrap (${bounds(crossCheck.low, crossCheck.high)}) ${crossCheck.verdict}`,
        ],
  );
}

function bounds(low: number, high: number): string {
  return `${low.toFixed(3)} … ${high.toFixed(3)}`;
}
