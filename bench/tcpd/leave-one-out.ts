import { SEARCH, type SearchSettings } from '../../src/analysis/regimes/settings.ts';
import { scoreSeries, type Scored } from './detect.ts';
import type { AnnotatedSeries } from './load.ts';

export interface GridScores {
  /** Settings tried. */
  readonly settings: number;
  /** Mean over the settings' mean scores: lowest, median, highest. */
  readonly f1: readonly [number, number, number];
  readonly cover: readonly [number, number, number];
  /** Each series by the settings that were best (F1 + cover) on all others. */
  readonly leftOutF1: number;
  readonly leftOutCover: number;
}

/** What the choice of the settings is worth: a grid around the defaults, and the series scored by a choice that never saw them. */
export function leaveOneOut(series: readonly AnnotatedSeries[]): GridScores {
  const tried = grid().map((settings) => series.map((one) => scoreSeries(one, settings)));
  const leftOut = series.map((_, out) => {
    const sum = (scores: readonly Scored[]): number =>
      scores.reduce((total, { f1, cover }, k) => (k === out ? total : total + f1 + cover), 0);
    return tried.reduce((best, scores) => (sum(scores) > sum(best) ? scores : best))[out] as Scored;
  });
  const range = (of: (score: Scored) => number): [number, number, number] => {
    const means = tried.map((scores) => mean(scores.map(of))).toSorted((a, b) => a - b);
    return [means[0] as number, means[means.length >> 1] as number, means.at(-1) as number];
  };
  return {
    settings: tried.length,
    f1: range(({ f1 }) => f1),
    cover: range(({ cover }) => cover),
    leftOutF1: mean(leftOut.map(({ f1 }) => f1)),
    leftOutCover: mean(leftOut.map(({ cover }) => cover)),
  };
}

function grid(): readonly SearchSettings[] {
  return [1.5, 2, 3].flatMap((changePenalty) =>
    [0.5, 1, 2].flatMap((slopePenalty) =>
      [2, 3, 4].flatMap((kinkPenalty) =>
        [1e-4, 1e-3, 1e-2].map((alpha) => ({ ...SEARCH, changePenalty, slopePenalty, kinkPenalty, alpha })),
      ),
    ),
  );
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
