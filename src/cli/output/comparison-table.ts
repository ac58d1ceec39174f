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
      { title: 'p', right: true },
      { title: 'n' },
    ],
    compared.flatMap(({ metric, level, spread }) =>
      [level, spread].map(({ claim, verdict, ratio, p, unitsBefore, unitsAfter }) => [
        metric,
        claim,
        verdict,
        Number.isFinite(ratio.value) ? ratio.value.toFixed(3) : '',
        ratio.low === null || ratio.high === null ? 'n too small' : `${ratio.low.toFixed(3)} … ${ratio.high.toFixed(3)}`,
        p === null ? '' : p.toPrecision(2),
        `${unitsBefore} : ${unitsAfter}`,
      ]),
    ),
  );
}
