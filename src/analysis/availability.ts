import { inOrder } from './outages.ts';
import { mergedSpans, timeWithin, type Span } from './spans.ts';
import type { Estimate, Look, Outage } from './types.ts';

export interface Availability {
  /**
   * Up share of the observed time. low and high are what the looks leave open about start and end of each outage
   * (level 1: no sampling error is in them); value is their middle. NaN without bounds when nothing was observed.
   */
  readonly share: Estimate;
  readonly observedSeconds: number;
  /** max is null only when nothing was observed. */
  readonly downSeconds: { readonly min: number; readonly max: number | null };
  /** Between the first and the last look, but in a gap of ours or beside a look that says nothing. */
  readonly unknownSeconds: number;
}

/**
 * Availability of one subject on *observed* time: from its first to its last look, without the gaps and without the
 * stretch between the known looks around an unknown one. An outage open at the end counts at most until the last look,
 * one that was there at the start from the first. `within`: of this stretch of it only.
 */
export function availability(
  looks: readonly Look[],
  outages: readonly Outage[],
  gaps: readonly { readonly fromAt: number; readonly toAt: number }[],
  within: Span = { from: -Infinity, to: Infinity },
): Availability {
  const ordered = inOrder(looks);
  const whole = { from: ordered[0]?.at ?? 0, to: ordered.at(-1)?.at ?? 0 };
  const start = Math.max(whole.from, within.from);
  const end = Math.max(start, Math.min(whole.to, within.to));
  const gone = [...gaps.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })), ...unknownSpans(ordered, whole)];
  const hidden = timeWithin(mergedSpans(gone));
  const observed = (from: number, to: number): number => {
    const [first, last] = [Math.max(from, start), Math.min(to, end)];
    return last <= first ? 0 : (last - first - hidden(first, last)) / 1e6;
  };
  const observedSeconds = observed(start, end);
  const unknownSeconds = (end - start) / 1e6 - observedSeconds;
  const min = outages.reduce((sum, outage) => sum + observed(outage.firstBadAt, outage.lastBadAt), 0);
  const max = outages.reduce((sum, outage) => sum + observed(outage.lastOkAt ?? start, outage.firstOkAt ?? end), 0);
  return shared({ observedSeconds, downSeconds: { min, max }, unknownSeconds });
}

/** One subject in several stretches of time between which nobody looked. */
export function overStretches(stretches: readonly Availability[]): Availability {
  const total = (of: (stretch: Availability) => number): number => stretches.reduce((sum, stretch) => sum + of(stretch), 0);
  return shared({
    observedSeconds: total(({ observedSeconds }) => observedSeconds),
    downSeconds: { min: total(({ downSeconds }) => downSeconds.min), max: total(({ downSeconds }) => downSeconds.max ?? 0) },
    unknownSeconds: total(({ unknownSeconds }) => unknownSeconds),
  });
}

function shared(
  times: Omit<Availability, 'share' | 'downSeconds'> & { readonly downSeconds: { readonly min: number; readonly max: number } },
): Availability {
  const { observedSeconds, downSeconds } = times;
  if (observedSeconds === 0) {
    return { ...times, share: { value: Number.NaN, low: null, high: null, level: 1 }, downSeconds: { min: 0, max: null } };
  }
  const [low, high] = [Math.max(0, 1 - downSeconds.max / observedSeconds), 1 - downSeconds.min / observedSeconds];
  return { ...times, share: { value: (low + high) / 2, low, high, level: 1 } };
}

/** From the known look before to the known look after each unknown one. */
function unknownSpans(ordered: readonly Look[], whole: Span): readonly Span[] {
  const spans: Span[] = [];
  let [lastKnown, isBlind] = [whole.from, false];
  for (const { at, outcome } of ordered) {
    if (outcome === 'unknown') {
      isBlind = true;
      continue;
    }
    if (isBlind) spans.push({ from: lastKnown, to: at });
    [lastKnown, isBlind] = [at, false];
  }
  return isBlind ? [...spans, { from: lastKnown, to: whole.to }] : spans;
}
