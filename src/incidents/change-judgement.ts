import type { KnownChange, Moved } from '../analysis/confirm-alarm.ts';
import type { Regime } from '../analysis/regime-types.ts';
import type { JudgementRow } from '../store/rows.ts';

/** How it was found, as it is stored. */
export const CHANGE_METHOD = 'CUSUM, confirmed by change points';

/** What a judgement of kind `change` holds. Instants µs since 1970: `earliestAt` … `latestAt` are plausible for
 * `since`, `alarmAt` is the point that raised the alarm. */
export function changeResult({ since, interval, direction, change, before, after }: Moved, alarmAt: number): string {
  const { effect, size, p, kind, strength } = change;
  const regime = ({ n, median, robustCv }: Regime): object => ({ n, median, robustCv });
  return JSON.stringify({
    since,
    earliestAt: interval.low,
    latestAt: interval.high,
    direction,
    effect,
    size,
    p,
    kind,
    strength,
    before: regime(before),
    after: regime(after),
    alarmAt,
  });
}

/** The changes that stored judgements tell of, oldest first; what is not of this form is left out. */
export function knownChanges(judgements: readonly JudgementRow[]): readonly KnownChange[] {
  return judgements.flatMap(({ result }) => knownChange(result) ?? []).toSorted((a, b) => a.since - b.since);
}

/** The change that the result of one judgement tells of; null where it is not of this form. */
export function knownChange({ since, earliestAt, latestAt, direction }: JudgementRow['result']): KnownChange | null {
  if (typeof since !== 'number' || typeof earliestAt !== 'number' || typeof latestAt !== 'number') return null;
  return direction === 'up' || direction === 'down' ? { since, interval: { low: earliestAt, high: latestAt }, direction } : null;
}
