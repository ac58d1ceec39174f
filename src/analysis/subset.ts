import { fluctuation, robustCv } from './fluctuation.ts';
import { median } from './quantile.ts';
import type { Estimate } from './types.ts';

/**
 * Whether a part of the jobs tells the same as all of them: its median and its robust CV lie within the intervals of the
 * whole. False where the whole has too few values (under 6) for an interval, or the part has none. Missing values are left out.
 */
export function subsetAgrees(
  all: readonly (number | null)[],
  subset: readonly (number | null)[],
): { readonly medianInside: boolean; readonly spreadInside: boolean } {
  const whole = fluctuation(all);
  const part = subset.filter((value): value is number => value !== null && Number.isFinite(value));
  if (whole === undefined || part.length === 0) return { medianInside: false, spreadInside: false };
  return { medianInside: isInside(median(part), whole.median), spreadInside: isInside(robustCv(part).value, whole.robustCv) };
}

function isInside(value: number, { low, high }: Estimate): boolean {
  return low !== null && high !== null && value >= low && value <= high;
}
