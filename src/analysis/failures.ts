import { groupBy } from './group-by.ts';
import { codeOf } from './outages.ts';
import { outageSpans } from './look-columns.ts';
import { holdsInstant } from './spans.ts';
import type { FailureShare, Look, Outage } from './types.ts';
import { wilson } from './wilson.ts';

/** Share of failures among the looks that belong to no outage; unknown looks are counted apart and are not in n. */
export function failureShare(looks: readonly Look[], outages: readonly Outage[]): FailureShare {
  const outside = outsideOutages(looks, outages);
  const known = outside.filter(({ outcome }) => outcome !== 'unknown');
  const failed = known.filter(({ outcome }) => outcome === 'failed');
  return {
    n: known.length,
    failed: failed.length,
    unknown: outside.length - known.length,
    share: wilson(failed.length, known.length),
    codes: [...groupBy(failed, codeOf)]
      .map(([code, group]) => ({
        code,
        n: group.length,
        share: wilson(group.length, known.length),
        observations: group.map(({ obs }) => obs),
      }))
      .toSorted((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1)),
  };
}

/** Looks before the first and after the last failure of every outage; an open one takes all that follows. */
export function outsideOutages(looks: readonly Look[], outages: readonly Outage[]): readonly Look[] {
  const down = outageSpans(outages);
  return looks.filter(({ at }) => !holdsInstant(down, at));
}
