import { MAD_TO_SD, mad } from '../quantile.ts';
import { aboutLine } from './residuals.ts';

/** 1.4826 · MAD about the level or about the least-squares line, whichever is less: a slope is not fluctuation. */
export function spreadAboutTrend(values: Float64Array): number {
  return MAD_TO_SD * Math.min(mad(values), mad(aboutLine(values)));
}
