import { isAcknowledged, type AcceptedChange } from './acknowledged.ts';
import { rejections } from './benjamini-hochberg.ts';
import { compareUnits } from './compare.ts';
import { crossCheckedComparison } from './cross-check.ts';
import type { Comparison, Unit } from './types.ts';
import type { Claim } from './unit-summary.ts';

/** The units of one metric (with its tags) and one comparable instrument. */
export interface CheckSeries {
  /** Names the metric and its tags; equal text on both sides means the same series. */
  readonly key: string;
  readonly comparable: string;
  readonly worse: 'up' | 'down' | 'either';
  readonly units: readonly Unit[];
}

export interface CheckOptions {
  /** Smallest relative change that matters. */
  readonly margin: number;
  /** False alarms that are allowed a month, over everything that is checked. */
  readonly alarmsPerMonth: number;
  readonly checksPerMonth: number;
  /** Changes since this baseline that were accepted: they are no regression again, unless it got worse since. */
  readonly accepted?: readonly AcceptedChange[];
  /** Of the bootstrap that stands beside each level; none without it. */
  readonly seed?: number;
}

export interface CheckedSeries {
  readonly key: string;
  readonly comparable: string;
  readonly level: Comparison;
  readonly spread: Comparison;
  /** Claims whose change was accepted and that are as they were accepted. */
  readonly acknowledged: readonly Claim[];
}

export type CheckVerdict = 'regression' | 'improvement' | 'equivalent' | 'inconclusive' | 'too few units';

export interface CheckOutcome {
  readonly verdict: CheckVerdict;
  /** Units a side at which everything would be decided; null when all is, or it cannot be told. */
  readonly need: number | null;
  readonly series: readonly CheckedSeries[];
  /** What was measured on one side only, or with instruments that may not be compared. */
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
}

const CLAIMS: readonly Claim[] = ['level', 'spread'];

/**
 * Every metric now against its baseline, level and spread, within one alarm budget: the rate allowed to one check is
 * alarmsPerMonth / checksPerMonth, shared over all its comparisons by Benjamini–Hochberg, so that one comparison has at least
 * the rate ÷ comparisons. Each interval has the level that its comparison ends up with.
 */
export function checkVerdicts(baseline: readonly CheckSeries[], current: readonly CheckSeries[], options: CheckOptions): CheckOutcome {
  const pairs = current.flatMap((now) => {
    const before = baseline.find(({ key, comparable }) => key === now.key && comparable === now.comparable);
    return before === undefined ? [] : [{ now, before }];
  });
  const tests = pairs.length * CLAIMS.length;
  const rate = options.alarmsPerMonth / options.checksPerMonth;
  const judge = (alpha: number, compare: typeof compareUnits): readonly CheckedSeries[] =>
    pairs.map(({ now: { key, comparable, worse, units }, before }) => {
      const claim = (name: Claim): Comparison => compare(before.units, units, { claim: name, worse, margin: options.margin, alpha });
      const [level, spread] = [claim('level'), claim('spread')];
      const acknowledged = [level, spread].filter((comparison) => isAcknowledged({ key, worse, comparison }, options.accepted ?? []));
      return { key, comparable, level, spread, acknowledged: acknowledged.map((comparison) => comparison.claim) };
    });
  // p does not depend on alpha: the whole rate for each gives every p that can matter.
  const ps = judge(rate, compareUnits)
    .flatMap(({ level, spread }) => [level.p, spread.p])
    .filter((p): p is number => p !== null);
  const rejected = Math.max(1, rejections(ps, rate, tests));
  const { seed } = options;
  const compare: typeof compareUnits =
    seed === undefined ? compareUnits : (before, after, rule) => crossCheckedComparison(before, after, { ...rule, seed });
  const series = judge((rate * rejected) / Math.max(1, tests), compare);
  const open = series.flatMap(({ level, spread, acknowledged }) => [level, spread].filter(({ claim }) => !acknowledged.includes(claim)));
  return { ...overall(series.length > 0, open), series, refused: refusals(baseline, current) };
}

/** One word for all: what is worse counts before what is unknown, what is unknown before what is fine. */
function overall(
  isCompared: boolean,
  comparisons: readonly Comparison[],
): { readonly verdict: CheckVerdict; readonly need: number | null } {
  const has = (verdict: Comparison['verdict']): boolean => comparisons.some((comparison) => comparison.verdict === verdict);
  const open = comparisons.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'too few units');
  const need =
    open.length === 0 || open.some((comparison) => comparison.need === null) ? null : Math.max(...open.map((one) => one.need ?? 0));
  if (has('regression')) return { verdict: 'regression', need };
  // All acknowledged: as it was accepted.
  if (isCompared && comparisons.length === 0) return { verdict: 'equivalent', need: null };
  if (comparisons.every(({ verdict }) => verdict === 'too few units')) return { verdict: 'too few units', need };
  if (open.length > 0 || has('changed')) return { verdict: 'inconclusive', need };
  return { verdict: has('improvement') ? 'improvement' : 'equivalent', need: null };
}

function refusals(baseline: readonly CheckSeries[], current: readonly CheckSeries[]): CheckOutcome['refused'] {
  const keys = [...new Set([...baseline, ...current].map(({ key }) => key))];
  return keys.flatMap((key) => {
    const [before, now] = [baseline, current].map((side) =>
      side.filter((series) => series.key === key).map(({ comparable }) => comparable),
    );
    if (before === undefined || now === undefined || now.some((comparable) => before.includes(comparable))) return [];
    if (before.length === 0) return [{ key, reason: 'the baseline does not have it' }];
    if (now.length === 0) return [{ key, reason: 'only the baseline has it' }];
    return [{ key, reason: `measured with ${now.join(' and ')}, the baseline with ${before.join(' and ')}` }];
  });
}
