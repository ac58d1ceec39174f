import { confirmAlarm, MOST_SUSPECTED, type Confirmed, type KnownChange, type Moved } from './confirm-alarm.ts';
import { CUSUM_REMEMBERS, startCusum, stepCusum, type CusumAlarm, type CusumState } from './cusum.ts';

/** One series under watch, with its newest points. Owned by whoever started it; `watchPoint` changes it in place. */
export interface OnlineWatch {
  cusum: CusumState;
  /** Rings: start of each point in µs, and its value. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Points so far. */
  seen: number;
  /** The newest changes that were told, oldest first. */
  readonly known: KnownChange[];
  /** Alarms of one direction that follow each other, not confirmed yet. */
  suspicion: Suspicion | null;
}

interface Suspicion {
  readonly direction: CusumAlarm['direction'];
  /** Number of the point at which the first of them saw its shift begin, and of the newest alarm. */
  readonly from: number;
  readonly last: number;
}

/** `moved`: null where the alarm was not confirmed. */
export interface WatchAlarm {
  readonly alarm: CusumAlarm;
  readonly moved: Moved | null;
}

/** A week of points of five minutes, so that the daily course is seen often enough. */
export const POINTS_KEPT = 2_016;
const KNOWN_KEPT = 20;
/** Alarms further apart than this tell of different things. */
const APART = 60;

/** `known`: changes that need not be told again, oldest first. */
export function startOnlineWatch(known: readonly KnownChange[] = []): OnlineWatch {
  const [times, values] = [new Float64Array(POINTS_KEPT), new Float64Array(POINTS_KEPT)];
  return { cusum: startCusum('ratio'), times, values, seen: 0, known: known.slice(-KNOWN_KEPT), suspicion: null };
}

/**
 * Takes one point in: a CUSUM step, and where that alarms change-point detection on the newest points (`confirmAlarm`). Points come in
 * the order of time. null: no alarm. A `value` of NaN or ±∞ is missing and changes nothing. O(1) but for alarms.
 */
export function watchPoint(watch: OnlineWatch, at: number, value: number): WatchAlarm | null {
  if (!Number.isFinite(value)) return null;
  watch.times[watch.seen % POINTS_KEPT] = at;
  watch.values[watch.seen % POINTS_KEPT] = value;
  watch.seen += 1;
  const alarm = stepCusum(watch.cusum, value);
  if (alarm === null) return null;
  watch.suspicion = suspect(watch, alarm);
  const { known, suspicion, seen } = watch;
  const [times, values] = [newest(watch, watch.times), newest(watch, watch.values)];
  const confirmed = confirmAlarm(times, values, { direction: alarm.direction, points: seen - suspicion.from, known });
  if (confirmed === null) return { alarm, moved: null };
  known.push(confirmed.moved);
  if (known.length > KNOWN_KEPT) known.shift();
  watch.suspicion = null;
  watch.cusum = rebased(values, confirmed);
  return { alarm, moved: confirmed.moved };
}

function suspect({ seen, suspicion: held }: OnlineWatch, { direction, since }: CusumAlarm): Suspicion {
  const goesOn = held !== null && held.direction === direction && seen - held.last <= APART && seen - held.from <= MOST_SUSPECTED;
  return { direction, from: goesOn ? held.from : seen - since, last: seen };
}

/** The baseline goes on across a known change: what came before it is put on the new level. */
function rebased(values: Float64Array, { moved, points }: Confirmed): CusumState {
  const { effect, size } = moved.change;
  const cusum = startCusum('ratio');
  const remembered = values.slice(-CUSUM_REMEMBERS);
  remembered.forEach((value, row) => {
    const isNew = row >= remembered.length - points;
    stepCusum(cusum, isNew ? value : effect === 'ratio' ? value * size.value : value + size.value);
  });
  return cusum;
}

/** What is kept, oldest first. */
function newest({ seen }: OnlineWatch, ring: Float64Array): Float64Array {
  const count = Math.min(seen, POINTS_KEPT);
  return Float64Array.from({ length: count }, (_, row) => ring[(seen - count + row) % POINTS_KEPT] as number);
}
