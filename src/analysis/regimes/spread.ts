import { MAD_TO_SD } from '../quantile.ts';
import { aboutLine } from './residuals.ts';

/** 1.4826 · MAD of the values of one side. */
export function spreadOf(values: Float64Array): number {
  const centre = middleOf(values.toSorted());
  return MAD_TO_SD * middleOf(values.map((value) => Math.abs(value - centre)).sort());
}

/** About the level or about the least-squares line, whichever is less: a slope is not fluctuation. */
export function spreadAboutTrend(values: Float64Array): number {
  return Math.min(spreadOf(values), spreadOf(aboutLine(values)));
}

/** Of ascending values; NaN when empty. */
export function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
