import { groupBy } from './group-by.ts';
import type { Look, Outage } from './types.ts';

export interface OutageRule {
  /** Failures in a row that open an outage; 3 by default of the config. */
  readonly openAfter: number;
  /** Successes in a row that close it; 2 by default of the config. */
  readonly closeAfter: number;
}

export const OUTAGE_RULE: OutageRule = { openAfter: 3, closeAfter: 2 };

/**
 * Stretches in which a subject was down, with both bounds on start and end (interval censoring, docs/judging.md).
 * Unknown looks count neither way; a slow look is a success. `looks` and `observations` of an outage are its failures.
 */
export function outages(looks: readonly Look[], { openAfter, closeAfter }: OutageRule): readonly Outage[] {
  const found: Outage[] = [];
  let lastOk: number | null = null;
  let bad: Look[] = [];
  let good: Look[] = [];
  for (const look of inOrder(looks)) {
    if (look.outcome === 'unknown') continue;
    const isOpen = bad.length >= openAfter;
    if (look.outcome === 'failed') {
      bad.push(look);
      good = [];
      continue;
    }
    good.push(look);
    if (!isOpen) {
      bad = [];
      lastOk = look.at;
    } else if (good.length >= closeAfter) {
      found.push(outage(bad, lastOk, (good[0] as Look).at));
      bad = [];
      lastOk = look.at;
    }
  }
  if (bad.length >= openAfter) found.push(outage(bad, lastOk, null));
  return found;
}

/** By time, then by observation: rows of several probes may arrive out of order. */
export function inOrder(looks: readonly Look[]): readonly Look[] {
  return looks.toSorted((a, b) => a.at - b.at || a.obs - b.obs);
}

export function codeOf({ code }: Look): string {
  return code ?? 'failed';
}

/** The most frequent code, the first seen among equals; `failed` where none was given. */
function commonCode(looks: readonly Look[]): string {
  const [first, ...others] = groupBy(looks, codeOf);
  if (first === undefined) return 'failed';
  return others.reduce((best, group) => (group[1].length > best[1].length ? group : best), first)[0];
}

function outage(bad: readonly Look[], lastOkAt: number | null, firstOkAt: number | null): Outage {
  const firstBadAt = (bad[0] as Look).at;
  const lastBadAt = (bad.at(-1) as Look).at;
  return {
    code: commonCode(bad),
    lastOkAt,
    firstBadAt,
    lastBadAt,
    firstOkAt,
    downtime: {
      min: (lastBadAt - firstBadAt) / 1e6,
      max: lastOkAt === null || firstOkAt === null ? null : (firstOkAt - lastOkAt) / 1e6,
    },
    looks: bad.length,
    observations: bad.map(({ obs }) => obs),
  };
}
