import { groupBy } from './group-by.ts';
import { codeOf } from './outages.ts';
import type { FailureShare, Look, Outage } from './types.ts';
import { wilson } from './wilson.ts';

/** Share of failures among the looks that belong to no outage; unknown looks are counted apart and are not in n. */
export function failureShare(looks: readonly Look[], outages: readonly Outage[]): FailureShare {
  const outside = looks.filter(({ at }) => !outages.some((outage) => at >= outage.firstBadAt && at <= endOf(outage)));
  const known = outside.filter(({ outcome }) => outcome !== 'unknown');
  const failed = known.filter(({ outcome }) => outcome === 'failed');
  const byCode = groupBy(failed, codeOf);
  return {
    n: known.length,
    failed: failed.length,
    unknown: outside.length - known.length,
    share: wilson(failed.length, known.length),
    codes: [...byCode]
      .map(([code, group]) => ({
        code,
        n: group.length,
        share: wilson(group.length, known.length),
        observations: group.map(({ obs }) => obs),
      }))
      .toSorted((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1)),
  };
}

function endOf(outage: Outage): number {
  return outage.firstOkAt === null ? Infinity : outage.lastBadAt;
}
