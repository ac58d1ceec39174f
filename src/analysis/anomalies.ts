import { startNovelty, stepNovelty } from './novelty.ts';
import type { TimedSeries } from './timed-series.ts';

/** A stretch in which a series went where it had not been. */
export interface Anomaly {
  /** 0-based, its first row. */
  readonly index: number;
  /** The highest score within it: widths of the range seen before. */
  readonly score: number;
}

/** Of a novelty score, from where on it is an anomaly. Fixed; what it gives: docs/judging.md. */
export const ANOMALY_THRESHOLD = 0.03;
/** Rows in a row at or below the threshold that end an excursion: as long as the moving mean remembers. */
const QUIET = 24;

/** One for each excursion of the novelty score above the threshold, ascending. Each score uses earlier rows only. */
export function anomalies({ values }: Pick<TimedSeries, 'values'>, threshold: number = ANOMALY_THRESHOLD): readonly Anomaly[] {
  return excursions(anomalyScores(values), threshold);
}

/** The novelty score of each row; 0 where a value is missing and for the first 30 values. */
export function anomalyScores(values: Float64Array): Float64Array {
  const state = startNovelty();
  return values.map((value) => stepNovelty(state, value));
}

export function excursions(scores: Float64Array, threshold: number): readonly Anomaly[] {
  const found: { index: number; score: number }[] = [];
  let lastAbove = -Infinity;
  scores.forEach((score, index) => {
    if (score <= threshold) return;
    const current = found.at(-1);
    if (current === undefined || index - lastAbove > QUIET) found.push({ index, score });
    else current.score = Math.max(current.score, score);
    lastAbove = index;
  });
  return found;
}
