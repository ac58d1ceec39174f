import { beforeFault } from './fault-baseline.ts';
import { endOf, inStartOrder, type Bounds, type FaultedLoad, type Iteration } from './faulted-load.ts';
import { impairedPeriods, type ImpairedPeriod } from './impaired-periods.ts';
import { meanAgainst, type MeanAgainst } from './mean-against.ts';
import { meanOfBounds } from './mean-of-bounds.ts';
import { mean } from './moments.ts';
import { median } from './quantile.ts';
import { slowLimit } from './slow-limit.ts';
import type { Estimate } from './types.ts';

export interface RecoveryOptions {
  /** Iterations at the start of each load that are not in its baseline; 10. */
  readonly warmUp?: number;
}

/** What a fault did to one load. Seconds. */
export interface LoadRecovery {
  readonly baseline: { readonly n: number; readonly median: number; readonly mean: number };
  /** Failed and slow periods after the fault, by begin. */
  readonly periods: readonly ImpairedPeriod[];
  /** All failed periods together; 0 when nothing failed. */
  readonly downtime: Bounds;
  /** All slow periods together. */
  readonly slow: Bounds;
  /** From the start of the injection to the end of the last period; null when nothing failed or was slow. */
  readonly timeToRecover: Bounds | null;
  /** Successes of the slow periods against the baseline; null without a slow period. */
  readonly degradation: MeanAgainst | null;
  /** Successes that started after the last period against the baseline: is it as it was? null where none did. */
  readonly after: MeanAgainst | null;
}

/** What the same fault did to several loads of one kind. */
export interface FaultRecovery {
  /** Seconds beyond which a successful iteration is slow, from the baselines of all loads; NaN without a baseline. */
  readonly limit: number;
  /** Those with a fault. */
  readonly loads: readonly LoadRecovery[];
  /** Loads in which something failed, and in which something was slow. */
  readonly withDowntime: number;
  readonly withSlow: number;
  /** Over all loads, those without counting 0. */
  readonly downtime: Estimate;
  readonly slow: Estimate;
  /** Over the loads with a period. */
  readonly timeToRecover: Estimate;
  /** Over the loads with a slow period: seconds, and ratio. */
  readonly degradation: { readonly difference: Estimate; readonly ratio: Estimate };
}

/**
 * Downtime, time to recover and degradation of loads into which the same fault was injected, each with error bounds
 * (docs/faults.md). What is usual is learned from all the loads together, what a load lost is measured against its own baseline,
 * and the figures over all loads count loads, since one fault is one witness.
 */
export function faultRecovery(loads: readonly FaultedLoad[], { warmUp = 10 }: RecoveryOptions = {}): FaultRecovery {
  const limit = slowLimit(loads.flatMap((load) => beforeFault(load, warmUp).map(({ seconds }) => seconds)));
  const each = loads.flatMap(({ iterations, faultAt }) => (faultAt === null ? [] : [recovery({ iterations, faultAt }, limit, warmUp)]));
  const present = <Value>(values: readonly (Value | null)[]): readonly Value[] => values.filter((value) => value !== null);
  const degradations = present(each.map(({ degradation }) => degradation));
  const exact = (value: number): Bounds => ({ min: value, max: value });
  return {
    limit,
    loads: each,
    withDowntime: each.filter(({ periods }) => periods.some(({ kind }) => kind === 'failed')).length,
    withSlow: degradations.length,
    downtime: meanOfBounds(each.map(({ downtime }) => downtime)),
    slow: meanOfBounds(each.map(({ slow }) => slow)),
    timeToRecover: meanOfBounds(present(each.map(({ timeToRecover }) => timeToRecover))),
    degradation: {
      difference: meanOfBounds(degradations.map(({ difference }) => exact(difference.value))),
      ratio: meanOfBounds(degradations.map(({ ratio }) => exact(ratio.value))),
    },
  };
}

function recovery(load: FaultedLoad & { readonly faultAt: number }, limit: number, warmUp: number): LoadRecovery {
  const { faultAt } = load;
  const baseline = beforeFault(load, warmUp).map(({ seconds }) => seconds);
  const rest = inStartOrder(load.iterations).filter((iteration) => endOf(iteration) >= faultAt);
  const periods = (['failed', 'slow'] as const)
    .flatMap((kind) => impairedPeriods(rest, kind, { limit, faultAt }))
    .toSorted((a, b) => a.from.earliest - b.from.earliest);
  const slow = periods.filter(({ kind }) => kind === 'slow');
  const last = Math.max(...periods.map(({ lastBadAt }) => lastBadAt));
  const after = rest.filter(({ at, failed }) => !failed && at > last);
  const against = (iterations: readonly Iteration[]): MeanAgainst =>
    meanAgainst(
      iterations.map(({ seconds }) => seconds),
      baseline,
    );
  return {
    baseline: { n: baseline.length, median: median(baseline), mean: mean(baseline) },
    periods,
    downtime: together(periods.filter(({ kind }) => kind === 'failed')),
    slow: together(slow),
    timeToRecover: periods.length === 0 ? null : untilLast(periods, faultAt),
    degradation: slow.length === 0 ? null : against(slow.flatMap((period) => within(rest, period))),
    after: after.length === 0 ? null : against(after),
  };
}

function together(periods: readonly ImpairedPeriod[]): Bounds {
  const most = periods.map(({ length }) => length.max);
  return {
    min: periods.reduce((sum, { length }) => sum + length.min, 0),
    max: most.includes(null) ? null : most.reduce<number>((sum, max) => sum + (max ?? 0), 0),
  };
}

function untilLast(periods: readonly ImpairedPeriod[], faultAt: number): Bounds {
  const latest = periods.map(({ to }) => to.latest);
  return {
    min: (Math.max(...periods.map(({ to }) => to.earliest)) - faultAt) / 1e6,
    max: latest.includes(null) ? null : (Math.max(...latest.map((at) => at ?? 0)) - faultAt) / 1e6,
  };
}

/** The successes from its first slow iteration to its last, fast ones between them too. */
function within(iterations: readonly Iteration[], { firstBadAt, lastBadAt }: ImpairedPeriod): readonly Iteration[] {
  return iterations.filter(({ at, failed }) => !failed && at >= firstBadAt && at <= lastBadAt);
}
