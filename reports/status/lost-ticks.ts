import type { Window, WindowPlan } from '../../src/store/window-rows.ts';

type Gap = WindowPlan['gaps'][number];

/** Ticks of a gap that were due in a window: the first at its start, the others evenly after it. */
export function lostTicks({ fromAt, toAt, ticks }: Gap, window: Window): number {
  let lost = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    const dueAt = fromAt + (tick * (toAt - fromAt)) / ticks;
    if (dueAt >= window.from && dueAt < window.to) lost += 1;
  }
  return lost;
}

/** Seconds of a gap within a window. */
export function gapSeconds({ fromAt, toAt }: Gap, { from, to }: Window): number {
  return Math.max(0, Math.min(toAt, to) - Math.max(fromAt, from)) / 1e6;
}
