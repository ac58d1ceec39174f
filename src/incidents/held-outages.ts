import { inOrder, outages, type OutageRule } from '../analysis/outages.ts';
import type { Look, Outage } from '../analysis/types.ts';

export interface HeldOptions {
  readonly rule: OutageRule;
  /** Longer than this (µs) without a look is a hole: failures on both sides of one are not in a row. */
  readonly holeUs: number;
  /** The first failure goes on with an outage that is open. */
  readonly isOpen: boolean;
}

/**
 * Outages by the rule of docs/judging.md, in looks that may have holes: no data is neither up nor down, so it opens none and
 * closes none. One that is open when a hole begins stays open across it.
 */
export function heldOutages(looks: readonly Look[], { rule, holeUs, isOpen }: HeldOptions): readonly Outage[] {
  const all = inOrder(looks);
  const found: Outage[] = [];
  let rest = all;
  for (let goesOn = isOpen; rest.length > 0;) {
    const stretch = goesOn ? rest : untilHole(rest, holeUs);
    const [outage] = outages(stretch, goesOn ? { ...rule, openAfter: 1 } : rule);
    if (outage === undefined) {
      rest = rest.slice(stretch.length);
      goesOn = false;
    } else if (outage.firstOkAt === null && stretch.length < rest.length) {
      rest = from(rest, outage.firstBadAt);
      goesOn = true;
    } else {
      found.push({ ...outage, lastOkAt: lastOkBefore(all, outage.firstBadAt) });
      rest = outage.firstOkAt === null ? [] : from(rest, outage.firstOkAt);
      goesOn = false;
    }
  }
  return found;
}

function untilHole(looks: readonly Look[], holeUs: number): readonly Look[] {
  const end = looks.findIndex(({ at }, index) => index > 0 && at - (looks[index - 1] as Look).at > holeUs);
  return end === -1 ? looks : looks.slice(0, end);
}

function from(looks: readonly Look[], at: number): readonly Look[] {
  return looks.filter((look) => look.at >= at);
}

/** Also from before a hole: the start lies after it. */
function lastOkBefore(looks: readonly Look[], at: number): number | null {
  return looks.findLast((look) => look.at < at && (look.outcome === 'ok' || look.outcome === 'slow'))?.at ?? null;
}
