import { seededRandom } from '../core/random.ts';
import { compareUnits, type CompareOptions } from './compare.ts';
import { bootstrapRatio } from './hierarchical-bootstrap.ts';
import type { Comparison, CrossCheck, Unit, Verdict } from './types.ts';
import { EQUIVALENCE_ALPHA, verdictOf } from './verdict.ts';

/** With fewer units a side the bootstrap's interval is too short (docs/judging.md). */
const MINIMUM_UNITS = 6;
const RESAMPLES = 2000;
/** Below it 2,000 resamples have too few beyond a bound to place it. */
const LEAST_ALPHA = 0.01;

/** `compareUnits` with the hierarchical bootstrap beside it: another way to the same interval, which decides nothing. */
export function crossCheckedComparison(
  before: readonly Unit[],
  after: readonly Unit[],
  options: CompareOptions & { readonly seed: number },
): Comparison {
  const comparison = compareUnits(before, after, options);
  return { ...comparison, crossCheck: crossCheck(before, after, comparison, options) };
}

/**
 * Of the level only: that of a spread would hold the noise of the jobs twice, since it has little other. null also with too few
 * units, and where values are not all positive.
 */
function crossCheck(
  before: readonly Unit[],
  after: readonly Unit[],
  { claim, alpha, margin, verdict, p }: Comparison,
  { seed, worse }: { readonly seed: number; readonly worse: CompareOptions['worse'] },
): CrossCheck | null {
  const [from, to] = [withValues(before), withValues(after)];
  const isPositive = [...from, ...to].every(({ values }) => values.every((value) => value > 0));
  if (claim !== 'level' || p === null || Math.min(from.length, to.length) < MINIMUM_UNITS || !isPositive) return null;
  const interval = bootstrapRatio(from, to, { resamples: RESAMPLES, random: seededRandom(seed) });
  const own = Math.max(alpha, LEAST_ALPHA);
  const bounds = interval(own);
  const second = verdictOf(bounds, interval(EQUIVALENCE_ALPHA), { worse, margin });
  return {
    method: `hierarchical bootstrap (units, then jobs in them), ${RESAMPLES} resamples, percentile interval`,
    seed,
    ...bounds,
    level: 1 - own,
    verdict: second,
    agrees: sideOf(verdict) === sideOf(second),
  };
}

function withValues(units: readonly Unit[]): readonly Unit[] {
  return units
    .map(({ key, values }) => ({ key, values: values.filter((value) => Number.isFinite(value)) }))
    .filter(({ values }) => values.length > 0);
}

/** Where a verdict puts the ratio: beyond the margin, within it, or open. */
function sideOf(verdict: Verdict): Verdict {
  return verdict === 'changed below margin' ? 'equivalent' : verdict;
}
