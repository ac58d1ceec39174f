import { crossCheckedComparison } from '../../src/analysis/cross-check.ts';
import type { Comparison } from '../../src/analysis/types.ts';
import { canonical } from '../../src/core/canonical.ts';
import { HarnessError } from '../../src/core/errors.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { measuredSeries, type MeasuredSeries } from '../run/measured-series.ts';

/** One metric of one kind of job on both sides, with a verdict on its level and one on its spread. */
export interface ComparedSeries {
  readonly before: MeasuredSeries;
  readonly after: MeasuredSeries;
  readonly reference: MeasuredSeries | null;
  readonly worse: 'up' | 'down' | 'either';
  readonly level: Comparison;
  readonly spread: Comparison;
  /** After against the reference, where there is one. */
  readonly toReference: Comparison | null;
}

export interface CompareRule {
  /** Relative change that matters: 0.05. */
  readonly margin: number;
  /** Two-sided false-alarm rate of one claim: 0.05. */
  readonly alpha: number;
}

export interface ComparedSeriesResult {
  readonly series: readonly ComparedSeries[];
  /** What only one side has. */
  readonly unpaired: readonly MeasuredSeries[];
  /** Pairs of instruments that are not comparable, taken together by force. */
  readonly forced: readonly { readonly what: string; readonly instruments: readonly string[] }[];
}

/** Of the bootstrap: the same rows always give the same report. */
const SEED = 1;

interface Sides {
  readonly before: RunFacts;
  readonly after: RunFacts;
  readonly reference?: RunFacts;
}

/**
 * Pairs the series of the sides by metric and tags. Where their instruments are not comparable: HarnessError `not-comparable` that
 * names them, or with `force` one pooled series a side.
 */
export function comparedSeries(sides: Sides, rule: CompareRule, force: boolean): ComparedSeriesResult {
  const forced = incomparable(sides);
  const [mismatch] = forced;
  if (mismatch !== undefined && !force) {
    throw new HarnessError(
      'not-comparable',
      `The ${mismatch.what} was measured with instruments that cannot be compared: ${mismatch.instruments.join(' / ')}`,
      { hint: 'Measure both sides with the same tool, version and parameters, or add --force, which marks the report.' },
    );
  }
  const pooled = mismatch !== undefined;
  const [before, after] = [measuredSeries(sides.before, { pooled }), measuredSeries(sides.after, { pooled })];
  const reference = sides.reference === undefined ? [] : measuredSeries(sides.reference, { pooled });
  const series = before.flatMap((early): readonly ComparedSeries[] => {
    const late = after.find((other) => isSame(early, other, pooled));
    return late === undefined ? [] : [compared(early, late, reference.find((other) => isSame(early, other, pooled)) ?? null, rule)];
  });
  const paired = new Set(series.flatMap((pair) => [pair.before, pair.after]));
  return { series, forced, unpaired: [...before, ...after].filter((one) => !paired.has(one)) };
}

/** The sides that a pair has, with their names. */
export function presentSides({
  before,
  after,
  reference,
}: ComparedSeries): readonly (readonly [name: 'before' | 'after' | 'reference', series: MeasuredSeries])[] {
  return [['before', before], ['after', after], ...(reference === null ? [] : [['reference', reference] as const])];
}

function compared(before: MeasuredSeries, after: MeasuredSeries, reference: MeasuredSeries | null, rule: CompareRule): ComparedSeries {
  const worse = metricOf(before.metric)?.worse ?? 'either';
  const level = { ...rule, worse, claim: 'level', seed: SEED } as const;
  return {
    before,
    after,
    reference,
    worse,
    level: crossCheckedComparison(before.units, after.units, level),
    spread: crossCheckedComparison(before.units, after.units, { ...level, claim: 'spread' }),
    toReference: reference === null ? null : crossCheckedComparison(reference.units, after.units, level),
  };
}

function nameOf({ metric, tags }: MeasuredSeries): string {
  return canonical([metric, tags]);
}

function isSame(a: MeasuredSeries, b: MeasuredSeries, pooled: boolean): boolean {
  return nameOf(a) === nameOf(b) && (pooled || a.comparable === b.comparable);
}

/** Metrics that the sides measured with different sets of instruments. */
function incomparable(sides: Sides): ComparedSeriesResult['forced'] {
  const found = [sides.before, sides.after, ...(sides.reference === undefined ? [] : [sides.reference])].map((facts) =>
    measuredSeries(facts),
  );
  const names = [...new Set(found.flat().map((series) => nameOf(series)))];
  return names.flatMap((name) => {
    const sets = found
      .map((side) => side.filter((series) => nameOf(series) === name))
      .filter(({ length }) => length > 0)
      .map((own) => own.map(({ comparable }) => comparable).toSorted());
    const first = sets[0]?.[0] === undefined ? undefined : found.flat().find((series) => nameOf(series) === name);
    if (first === undefined || new Set(sets.map((set) => JSON.stringify(set))).size < 2) return [];
    return [{ what: `${first.metric} of ${first.jobKind} jobs`, instruments: [...new Set(sets.flat())].toSorted() }];
  });
}
