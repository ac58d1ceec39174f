import type { GapRow } from '../../src/store/rows.ts';
import type { Window } from '../../src/store/window-rows.ts';

// Written apart from reports/status/lost-ticks.ts on purpose, and in another way.

/** How many of the evenly spaced ticks of a gap lie in the window. */
export function lostTicks({ fromAt, toAt, ticks }: GapRow, { from, to }: Window): number {
  if (ticks === 0) return 0;
  const step = (toAt - fromAt) / ticks;
  if (step === 0) return fromAt >= from && fromAt < to ? ticks : 0;
  const before = (at: number): number => Math.min(ticks, Math.max(0, Math.ceil((at - fromAt) / step)));
  return before(to) - before(from);
}

/** Seconds that a gap and the window share. */
export function gapSeconds({ fromAt, toAt }: GapRow, { from, to }: Window): number {
  const [start, end] = [fromAt > from ? fromAt : from, toAt < to ? toAt : to];
  return end > start ? (end - start) / 1e6 : 0;
}
