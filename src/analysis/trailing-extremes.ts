/** Smallest and largest of the last `width` values; amortised O(1) a value, memory O(width). */
export interface TrailingExtremes {
  readonly lowest: MonotonicQueue;
  readonly highest: MonotonicQueue;
  readonly width: number;
  /** Values seen so far. */
  seen: number;
}

/** The values that may still become the extreme, best first, in a ring (Lemire 2006). */
interface MonotonicQueue {
  readonly values: Float64Array;
  readonly places: Float64Array;
  head: number;
  length: number;
}

/** @param width at least 1. */
export function trailingExtremes(width: number): TrailingExtremes {
  return { lowest: queueOf(width), highest: queueOf(width), width, seen: 0 };
}

/** Takes one finite value in and lets the oldest go. */
export function pushExtreme(state: TrailingExtremes, value: number): void {
  const expired = state.seen - state.width;
  push(state.lowest, value, state.seen, expired, 1);
  push(state.highest, value, state.seen, expired, -1);
  state.seen += 1;
}

/** ∞ before the first value. */
export function lowestOf({ lowest }: TrailingExtremes): number {
  return lowest.length === 0 ? Infinity : (lowest.values[lowest.head] as number);
}

/** −∞ before the first value. */
export function highestOf({ highest }: TrailingExtremes): number {
  return highest.length === 0 ? -Infinity : (highest.values[highest.head] as number);
}

function queueOf(width: number): MonotonicQueue {
  return { values: new Float64Array(width), places: new Float64Array(width), head: 0, length: 0 };
}

/** `sign` 1 keeps the smallest in front, −1 the largest. */
function push(queue: MonotonicQueue, value: number, place: number, expired: number, sign: 1 | -1): void {
  const { values, places } = queue;
  const size = values.length;
  if (queue.length > 0 && (places[queue.head] as number) <= expired) {
    queue.head = (queue.head + 1) % size;
    queue.length -= 1;
  }
  while (queue.length > 0) {
    const last = values[(queue.head + queue.length - 1) % size] as number;
    if (sign * last < sign * value) break;
    queue.length -= 1;
  }
  const end = (queue.head + queue.length) % size;
  values[end] = value;
  places[end] = place;
  queue.length += 1;
}
