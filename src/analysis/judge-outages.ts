import { availability, type Availability } from './availability.ts';
import { burnRates, type Burn } from './burn-rate.ts';
import { expectedAvailability } from './expected-availability.ts';
import { failureShare, outsideOutages } from './failures.ts';
import { flapping, type Flapping } from './flapping.ts';
import { looksBetweenFalseOutages } from './look-chances.ts';
import { inOrder, OUTAGE_RULE, outages, type OutageRule } from './outages.ts';
import { runsTest } from './runs-test.ts';
import { timeBetweenOutages, type TimeBetweenOutages } from './time-between-outages.ts';
import { timeToRepair, type TimeToRepair } from './time-to-repair.ts';
import type { Estimate, FailureShare, Look, Outage } from './types.ts';
import { wilson } from './wilson.ts';

export interface OutageJudgement {
  readonly outages: readonly Outage[];
  readonly flapping: readonly Flapping[];
  /** Outside outages. */
  readonly failures: FailureShare & {
    /** Runs test: P of failures so close together, were they independent. */
    readonly clustered: number;
    /** Known looks from one false outage to the next, if failures outside outages were independent; null without any. */
    readonly looksBetweenFalseOutages: number | null;
  };
  /** Of looks that succeeded. */
  readonly slowShare: Estimate;
  /** What was seen in the time that was watched. */
  readonly availability: Availability;
  /** What may be expected of the target; its interval carries that outages are few. */
  readonly expectedAvailability: Estimate;
  readonly timeBetweenOutages: TimeBetweenOutages;
  readonly timeToRepair: TimeToRepair;
  /** Only with an objective. */
  readonly burn: readonly Burn[];
}

export interface JudgeOptions {
  readonly rule?: OutageRule;
  /** When we did not look, µs; unknown, never downtime. */
  readonly gaps?: readonly { readonly fromAt: number; readonly toAt: number }[];
  /** Share of looks that shall succeed; the windows end at the last look. */
  readonly objective?: number;
}

/** All that the looks at one subject say about outages and failures, in whatever order they come. */
export function judgeOutages(looks: readonly Look[], { rule = OUTAGE_RULE, gaps = [], objective }: JudgeOptions = {}): OutageJudgement {
  const ordered = inOrder(looks);
  const found = outages(ordered, rule);
  const seen = availability(ordered, found, gaps);
  const up = ordered.filter(({ outcome }) => outcome === 'ok' || outcome === 'slow');
  const failures = failureShare(ordered, found);
  const outside = outsideOutages(ordered, found).filter(({ outcome }) => outcome !== 'unknown');
  return {
    outages: found,
    flapping: flapping(ordered),
    failures: {
      ...failures,
      clustered: runsTest(outside.map(({ outcome }) => outcome === 'failed')).clustered,
      looksBetweenFalseOutages: failures.failed === 0 ? null : looksBetweenFalseOutages(failures.share.value, rule.openAfter),
    },
    slowShare: wilson(up.filter(({ outcome }) => outcome === 'slow').length, up.length),
    availability: seen,
    expectedAvailability: expectedAvailability(found, seen),
    timeBetweenOutages: timeBetweenOutages(found, seen),
    timeToRepair: timeToRepair(found),
    burn: objective === undefined || ordered.length === 0 ? [] : burnRates(ordered, { objective, now: (ordered.at(-1) as Look).at }),
  };
}
