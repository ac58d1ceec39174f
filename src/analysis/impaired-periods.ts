import { endOf, type Bounds, type Iteration } from './faulted-load.ts';
import { outages, type OutageRule } from './outages.ts';
import { ascending } from './quantile.ts';
import type { Look } from './types.ts';

/** A stretch after the fault in which iterations failed, or were slow. Instants µs. */
export interface ImpairedPeriod {
  readonly kind: 'failed' | 'slow';
  /** It began and ended between these; to.latest null: it was not over when the load ended. */
  readonly from: { readonly earliest: number; readonly latest: number };
  readonly to: { readonly earliest: number; readonly latest: number | null };
  readonly length: Bounds;
  /** Start of the first iteration that failed, or was slow, of the last, and how many were. */
  readonly firstBadAt: number;
  readonly lastBadAt: number;
  readonly bad: number;
}

/** One failure is downtime; three slow iterations in a row are a slow period. Ten good ones in a row end either. */
const RULES: Readonly<Record<ImpairedPeriod['kind'], OutageRule>> = {
  failed: { openAfter: 1, closeAfter: 10 },
  slow: { openAfter: 3, closeAfter: 10 },
};

/**
 * Periods in iterations that were over or under way at `faultAt` or later. An iteration is no instant: one that failed says that the
 * service was down at some time between its start and its end; a slow one that it was impaired at some time between its start and
 * `limit` seconds later, and at some time in its last `limit` seconds; a good one that it worked at some time between its start and
 * its end. Slow ones bound a period from the third on, from either end: one or two are slow by chance. One that hangs while others
 * are good counts for its start only: what was impaired was it, not the service. "In a row" goes by the time when each was known
 * to be good or bad, its end or `limit` seconds after its start, so that what many workers met at once stands together. Failures are
 * passed over where slow ones are looked for, and slow iterations are good where failures are.
 */
export function impairedPeriods(
  iterations: readonly Iteration[],
  kind: ImpairedPeriod['kind'],
  { limit, faultAt }: { readonly limit: number; readonly faultAt: number },
): readonly ImpairedPeriod[] {
  const isBad = ({ failed, seconds }: Iteration): boolean => (kind === 'failed' ? failed : !failed && seconds > limit);
  const knownAt = (one: Iteration): number => (one.seconds > limit ? one.at + limit * 1e6 : endOf(one));
  const known = iterations.filter(({ failed }) => kind === 'failed' || !failed).toSorted((a, b) => knownAt(a) - knownAt(b));
  // Looks are told apart by their index: two iterations may be known at the same instant.
  const looks = known.map((one, index): Look => ({ at: index, outcome: isBad(one) ? 'failed' : 'ok', code: null, obs: index }));
  return outages(looks, RULES[kind]).map(({ lastOkAt, firstOkAt, observations }) => {
    const bad = observations.map((index) => known[index] as Iteration);
    const before = lastOkAt === null ? faultAt : (known[lastOkAt] as Iteration).at;
    const after = firstOkAt === null ? null : endOf(known[firstOkAt] as Iteration);
    return period(kind, bad, { before: Math.max(before, faultAt), after, limit: limit * 1e6, faultAt });
  });
}

function period(
  kind: ImpairedPeriod['kind'],
  bad: readonly Iteration[],
  { before, after, limit, faultAt }: { before: number; after: number | null; limit: number; faultAt: number },
): ImpairedPeriod {
  const isSlow = kind === 'slow';
  const shownBy = (one: Iteration): number => (isSlow ? one.at + limit : endOf(one));
  const hangs = (one: Iteration): boolean => after !== null && endOf(one) - limit > after;
  const stillAt = (one: Iteration): number => (isSlow && !hangs(one) ? Math.max(one.at, endOf(one) - limit) : one.at);
  // As many as it takes to open a period: a single straggler beside it must not move a bound beyond the truth.
  const witnesses = RULES[kind].openAfter;
  const [shown, still, starts] = [shownBy, stillAt, ({ at }: Iteration) => at].map((of) => ascending(bad.map(of))) as [
    number[],
    number[],
    number[],
  ];
  const from = { earliest: before, latest: Math.max(faultAt, shown[witnesses - 1] as number) };
  const to = { earliest: Math.max(faultAt, still.at(-witnesses) as number), latest: after };
  const length = { min: Math.max(0, (to.earliest - from.latest) / 1e6), max: after === null ? null : (after - before) / 1e6 };
  return { kind, from, to, length, firstBadAt: starts[0] as number, lastBadAt: starts.at(-1) as number, bad: bad.length };
}
