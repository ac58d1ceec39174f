import { mergedSpans, type Span } from './spans.ts';
import type { FailureShare, Look, Outage } from './types.ts';
import { wilson } from './wilson.ts';

/** Looks at one subject in time order, as columns: millions of them fit into memory. `outcome`: 0 ok, 1 slow, 2 failed, 3 unknown. */
export interface LookColumns {
  readonly at: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  readonly obs: ArrayLike<number>;
  /** Of those that failed, by index. */
  readonly codes: ReadonlyMap<number, string | null>;
}

const OUTCOMES = ['ok', 'slow', 'failed', 'unknown'] as const;
const FAILED = 2;
const UNKNOWN = 3;

/**
 * The looks that decide: the first, the last, all that failed or say nothing, and those beside them. Outages and availability by a
 * rule with this `closeAfter` are the same on them as on all.
 */
export function decisiveLooks(columns: LookColumns, closeAfter: number): readonly Look[] {
  const { at, outcome, obs, codes } = columns;
  const n = at.length;
  const looks: Look[] = [];
  let sinceTrouble = Infinity;
  for (let index = 0; index < n; index += 1) {
    const own = outcome[index] as number;
    sinceTrouble = own >= FAILED ? 0 : sinceTrouble + 1;
    const isBefore = index + 1 < n && (outcome[index + 1] as number) >= FAILED;
    if (sinceTrouble > closeAfter && !isBefore && index > 0 && index < n - 1) continue;
    looks.push({
      at: at[index] as number,
      outcome: OUTCOMES[own] ?? 'unknown',
      code: codes.get(index) ?? null,
      obs: obs[index] as number,
    });
  }
  return looks;
}

/** From first to last failure of each outage, without overlaps; an open one takes all that follows. */
export function outageSpans(outages: readonly Outage[]): readonly Span[] {
  return mergedSpans(
    outages.map(({ firstBadAt, lastBadAt, firstOkAt }) => ({ from: firstBadAt, to: firstOkAt === null ? Infinity : lastBadAt })),
  );
}

/** For each look in time order: does it lie in an outage? */
export function inOutages(at: ArrayLike<number>, outages: readonly Outage[]): Uint8Array {
  const spans = outageSpans(outages);
  const inside = new Uint8Array(at.length);
  let place = 0;
  for (let index = 0; index < at.length; index += 1) {
    const now = at[index] as number;
    while ((spans[place]?.to ?? Infinity) < now) place += 1;
    const span = spans[place];
    if (span !== undefined && span.from <= now) inside[index] = 1;
  }
  return inside;
}

/** As `failureShare`: failures among the looks that lie in no outage. */
export function failuresOutside({ at, outcome, obs, codes }: LookColumns, outages: readonly Outage[]): FailureShare {
  const inside = inOutages(at, outages);
  const byCode = new Map<string, number[]>();
  const count = { known: 0, unknown: 0, failed: 0 };
  for (let index = 0; index < at.length; index += 1) {
    if (inside[index] === 1) continue;
    count[outcome[index] === UNKNOWN ? 'unknown' : 'known'] += 1;
    if (outcome[index] !== FAILED) continue;
    count.failed += 1;
    const code = codes.get(index) ?? 'failed';
    const group = byCode.get(code);
    if (group === undefined) byCode.set(code, [obs[index] as number]);
    else group.push(obs[index] as number);
  }
  return {
    n: count.known,
    failed: count.failed,
    unknown: count.unknown,
    share: wilson(count.failed, count.known),
    codes: [...byCode]
      .map(([code, observations]) => ({ code, n: observations.length, share: wilson(observations.length, count.known), observations }))
      .toSorted((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1)),
  };
}

/** Known looks as hits: 1 where it failed (or did not), in time order; `inside` leaves those out that it marks. */
export function knownHits({ outcome }: Pick<LookColumns, 'outcome'>, of: 'failed' | 'succeeded', inside?: Uint8Array): Uint8Array {
  const hits = new Uint8Array(outcome.length);
  let n = 0;
  for (let index = 0; index < outcome.length; index += 1) {
    if (outcome[index] === UNKNOWN || inside?.[index] === 1) continue;
    hits[n] = Number((outcome[index] === FAILED) === (of === 'failed'));
    n += 1;
  }
  return hits.subarray(0, n);
}
