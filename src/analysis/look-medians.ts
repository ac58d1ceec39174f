import { median } from './quantile.ts';

/** Looks of one stretch of the wall clock, until one of a later stretch comes. Owned by whoever started it. */
export interface LookMedians {
  /** Start of the stretch that is open, µs since 1970; −∞ before the first look. */
  from: number;
  values: number[];
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Quick probes are watched by the median of five minutes: one slow look is no news, and a day has few enough points. */
export const STRETCH_US = 300_000_000;
/** A stretch has no more looks than this; the median of the first ones tells as much. */
const MOST_LOOKS = 1_000;

export function startLookMedians(): LookMedians {
  return { from: -Infinity, values: [] };
}

/** Takes one look in, and gives the median of the stretch that it ends. A look of a stretch that is over is not counted. */
export function pushLook(open: LookMedians, at: number, value: number): Point | null {
  if (!Number.isFinite(value)) return null;
  const from = Math.floor(at / STRETCH_US) * STRETCH_US;
  if (from < open.from) return null;
  if (from === open.from) {
    if (open.values.length < MOST_LOOKS) open.values.push(value);
    return null;
  }
  const ended = open.values.length === 0 ? null : { at: open.from, value: median(open.values) };
  open.from = from;
  open.values = [value];
  return ended;
}
