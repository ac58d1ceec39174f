import { MAD_TO_SD } from './quantile.ts';

/** The newest values of a series, in order of arrival and in order of size. `acceptValue` changes it in place. */
export interface RobustBaseline {
  readonly ring: Float64Array;
  /** The first `count` are in use, ascending. */
  readonly sorted: Float64Array;
  count: number;
  /** Where the next value goes in the ring. */
  next: number;
}

export interface Level {
  readonly centre: number;
  /** Of independent values; autocorrelation widens it. */
  readonly scale: number;
}

/** Distances beyond this many scales count as this many where neighbours are correlated: a spike must not hide it. */
const WINSOR = 4;
/** No series is taken as more sluggish than this: the scale would grow without end. */
const MOST_CORRELATED = 0.8;

export function startBaseline(size: number): RobustBaseline {
  return { ring: new Float64Array(size), sorted: new Float64Array(size), count: 0, next: 0 };
}

/** Takes a finite value in; from `size` values on the oldest goes. O(size), by two moves of memory. */
export function acceptValue(baseline: RobustBaseline, value: number): void {
  const { ring, sorted } = baseline;
  if (baseline.count === ring.length) {
    const gone = placeOf(sorted, baseline.count, ring[baseline.next] as number);
    sorted.copyWithin(gone, gone + 1, baseline.count);
    baseline.count -= 1;
  }
  const place = placeOf(sorted, baseline.count, value);
  sorted.copyWithin(place + 1, place, baseline.count);
  sorted[place] = value;
  ring[baseline.next] = value;
  baseline.count += 1;
  baseline.next = (baseline.next + 1) % ring.length;
}

/**
 * Median, and 1.4826 · MAD, at least `floor` and, where more than half of the values are equal, their rounding (the smallest step
 * between any two ÷ √12), times √((1 + ρ) ÷ (1 − ρ)) with the lag-1 autocorrelation ρ within 0 … 0.8. NaN when empty.
 */
export function levelOf(baseline: RobustBaseline, floor: number): Level {
  const { sorted, count } = baseline;
  if (count === 0) return { centre: Number.NaN, scale: Number.NaN };
  const centre = middle(sorted, count);
  const deviation = middleDistance(sorted, count, centre);
  const spread = Math.max(floor, deviation > 0 ? MAD_TO_SD * deviation : smallestStep(sorted, count) / Math.sqrt(12));
  if (!(spread > 0)) return { centre, scale: 0 };
  const rho = Math.min(Math.max(neighbours(baseline, centre, spread), 0), MOST_CORRELATED);
  return { centre, scale: spread * Math.sqrt((1 + rho) / (1 - rho)) };
}

/** The first place whose value is not below `value`. */
function placeOf(sorted: Float64Array, count: number, value: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const half = (low + high) >>> 1;
    if ((sorted[half] as number) < value) low = half + 1;
    else high = half;
  }
  return low;
}

function middle(sorted: Float64Array, count: number): number {
  const half = count >>> 1;
  return count % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** MAD: the distances on both sides of the centre are sorted already, so they are merged up to their middle. */
function middleDistance(sorted: Float64Array, count: number, centre: number): number {
  let above = placeOf(sorted, count, centre);
  let below = above - 1;
  let [last, before] = [0, 0];
  for (let taken = 0; taken <= count >>> 1; taken += 1) {
    before = last;
    const up = above < count ? (sorted[above] as number) - centre : Infinity;
    const down = below >= 0 ? centre - (sorted[below] as number) : Infinity;
    if (up <= down) above += 1;
    else below -= 1;
    last = Math.min(up, down);
  }
  return count % 2 === 1 ? last : (before + last) / 2;
}

function smallestStep(sorted: Float64Array, count: number): number {
  let step = Infinity;
  for (let place = 1; place < count; place += 1) {
    const gap = (sorted[place] as number) - (sorted[place - 1] as number);
    if (gap > 0 && gap < step) step = gap;
  }
  return step === Infinity ? 0 : step;
}

/** Lag-1 autocorrelation about the centre, of winsorised distances. */
function neighbours({ ring, count, next }: RobustBaseline, centre: number, spread: number): number {
  const most = WINSOR * spread;
  let [products, squares, earlier] = [0, 0, 0];
  // Until the ring is full its oldest value is the first.
  let place = count === ring.length ? next : 0;
  for (let left = count; left > 0; left -= 1) {
    const distance = (ring[place] as number) - centre;
    const kept = distance > most ? most : distance < -most ? -most : distance;
    products += kept * earlier;
    squares += kept * kept;
    earlier = kept;
    place += 1;
    if (place === ring.length) place = 0;
  }
  return squares > 0 ? products / squares : 0;
}
