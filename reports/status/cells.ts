import { inOutages, type LookColumns } from '../../src/analysis/look-columns.ts';
import type { Outage } from '../../src/analysis/types.ts';
import { MARKS } from '../../src/core/outcome.ts';
import type { Window } from '../../src/store/window-rows.ts';

/** Looks of one stretch of time. */
export interface LookCell extends Window {
  readonly looks: number;
  readonly ok: number;
  readonly slow: number;
  readonly failed: number;
  readonly unknown: number;
  /** Of those that failed: within an outage. */
  readonly down: number;
}

export interface MarkedLooks {
  readonly lag: number;
  readonly clock: number;
  readonly saturated: number;
}

const HOUR_US = 3_600_000_000;
export const DAY_US = 24 * HOUR_US;

/** A window cut at whole multiples of `stepUs` since 1970. */
export function cellsOf({ from, to }: Window, stepUs: number): readonly Window[] {
  const cells: Window[] = [];
  for (let start = from; start < to;) {
    const end = Math.min(to, (Math.floor(start / stepUs) + 1) * stepUs);
    cells.push({ from: start, to: end });
    start = end;
  }
  return cells;
}

/** How fine a figure of this window can be drawn, µs: at most some two hundred cells, each a round stretch of time and no shorter than `leastUs`. */
export function cellLength({ from, to }: Window, leastUs = 60e6): number {
  const steps = [1e6, 5e6, 15e6, 60e6, 300e6, 1_800e6, HOUR_US, 6 * HOUR_US, DAY_US, 7 * DAY_US];
  return steps.find((step) => step >= leastUs && (to - from) / step <= 200) ?? 28 * DAY_US;
}

/** What the looks of each cell found; cells in time order, without gaps between them. */
export function lookCells({ at, outcome }: LookColumns, cells: readonly Window[], outages: readonly Outage[]): readonly LookCell[] {
  const inside = inOutages(at, outages);
  let index = 0;
  return cells.map(({ from, to }) => {
    const found = [0, 0, 0, 0];
    let [looks, down] = [0, 0];
    for (; index < at.length && (at[index] as number) < to; index += 1) {
      const own = outcome[index] as number;
      found[own] = (found[own] ?? 0) + 1;
      looks += 1;
      if (own === 2 && inside[index] === 1) down += 1;
    }
    const [ok = 0, slow = 0, failed = 0, unknown = 0] = found;
    return { from, to, looks, ok, slow, failed, unknown, down };
  });
}

export function markedLooks(marks: Uint8Array): MarkedLooks {
  const marked = (bit: number): number => marks.reduce((sum, mark) => sum + Number((mark & bit) !== 0), 0);
  return { lag: marked(MARKS.lag), clock: marked(MARKS.clock), saturated: marked(MARKS.saturated) };
}
