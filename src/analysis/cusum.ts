import { acceptValue, levelOf, startBaseline, type RobustBaseline } from './robust-baseline.ts';

/** Two one-sided sums (Page 1954) and how many deviations ago each left 0. */
export interface CusumSums {
  up: number;
  down: number;
  upFor: number;
  downFor: number;
}

/** Owned by whoever started it; `stepCusum` changes it in place. */
export interface CusumState {
  readonly effect: 'ratio' | 'absolute';
  readonly baseline: RobustBaseline;
  /** The newest values, a ring: they are not in the baseline yet. */
  readonly held: Float64Array;
  heldCount: number;
  heldNext: number;
  readonly sums: CusumSums;
}

export interface CusumAlarm {
  readonly direction: 'up' | 'down';
  /** Values since the sum left 0, the one that raised the alarm included: about where the shift began. */
  readonly since: number;
}

export const ALLOWANCE = 0.5;
export const LIMIT = 8;
const BASELINE = 100;
const BASELINE_FROM = 30;
/** A shift must not become its own baseline while its sum grows: values wait about twice the delay of a shift by one scale. */
const HELD = 30;
/** What is older than this many values has no part in a deviation. */
export const CUSUM_REMEMBERS = BASELINE + HELD;
/** A single spike alone never alarms. */
const WINSOR = 4;
/** Of logs: what varies by less than 0.5 % counts as varying by that. */
const SCALE_FLOOR = 0.005;

/** @param effect ratio: logs are watched, and a value that is not positive counts as 4 scales too low; absolute: the values. */
export function startCusum(effect: 'ratio' | 'absolute'): CusumState {
  const sums = { up: 0, down: 0, upFor: 0, downFor: 0 };
  return { effect, baseline: startBaseline(BASELINE), held: new Float64Array(HELD), heldCount: 0, heldNext: 0, sums };
}

/**
 * Takes one value in, and tells where a sum of its deviations crossed 8 scales; both sums then begin at 0 again. The level is the
 * median of 100 values, the newest 30 left out, the scale 1.4826 · MAD widened for autocorrelation, of logs at least 0.5 %;
 * silent for the first 30. A missing value (NaN, ±∞) changes nothing. O(1). Rates: docs/judging.md.
 */
export function stepCusum(state: CusumState, value: number): CusumAlarm | null {
  if (!Number.isFinite(value)) return null;
  const isLog = state.effect === 'ratio';
  if (isLog && value <= 0) return state.baseline.count < BASELINE_FROM ? null : addDeviation(state.sums, -WINSOR);
  const seen = isLog ? Math.log(value) : value;
  const isReady = state.baseline.count >= BASELINE_FROM;
  const alarm = isReady ? addDeviation(state.sums, deviationOf(state, seen)) : null;
  hold(state, seen, isReady);
  return alarm;
}

/** One deviation, in scales. */
export function addDeviation(sums: CusumSums, deviation: number): CusumAlarm | null {
  sums.up = Math.max(0, sums.up + deviation - ALLOWANCE);
  sums.down = Math.max(0, sums.down - deviation - ALLOWANCE);
  sums.upFor = sums.up > 0 ? sums.upFor + 1 : 0;
  sums.downFor = sums.down > 0 ? sums.downFor + 1 : 0;
  if (sums.up <= LIMIT && sums.down <= LIMIT) return null;
  const alarm: CusumAlarm = sums.up > LIMIT ? { direction: 'up', since: sums.upFor } : { direction: 'down', since: sums.downFor };
  Object.assign(sums, { up: 0, down: 0, upFor: 0, downFor: 0 });
  return alarm;
}

function deviationOf({ effect, baseline }: CusumState, seen: number): number {
  const { centre, scale } = levelOf(baseline, effect === 'ratio' ? SCALE_FLOOR : 0);
  // A constant has no scale: whatever else comes is far off.
  const deviation = scale > 0 ? (seen - centre) / scale : Math.sign(seen - centre) * WINSOR;
  return Math.min(Math.max(deviation, -WINSOR), WINSOR);
}

/** The first values make the baseline at once; later ones wait their turn. */
function hold(state: CusumState, seen: number, isReady: boolean): void {
  if (!isReady) {
    acceptValue(state.baseline, seen);
    return;
  }
  const { held } = state;
  if (state.heldCount === held.length) acceptValue(state.baseline, held[state.heldNext] as number);
  else state.heldCount += 1;
  held[state.heldNext] = seen;
  state.heldNext = (state.heldNext + 1) % held.length;
}
