/** One operation of a load, repeated by one or more workers. */
export interface Iteration {
  /** Start, µs since 1970. */
  readonly at: number;
  readonly seconds: number;
  readonly failed: boolean;
}

/** A load that was recorded while a fault was injected once, or without one: then it only tells what is usual. */
export interface FaultedLoad {
  /** In any order. */
  readonly iterations: readonly Iteration[];
  /** When the injection started, µs since 1970; null: a load for comparison. */
  readonly faultAt: number | null;
}

/** Seconds that something lasted at least and at most; max null: its end was not seen. */
export interface Bounds {
  readonly min: number;
  readonly max: number | null;
}

/** By start. */
export function inStartOrder(iterations: readonly Iteration[]): readonly Iteration[] {
  return iterations.toSorted((a, b) => a.at - b.at || a.seconds - b.seconds || Number(a.failed) - Number(b.failed));
}

export function endOf({ at, seconds }: Iteration): number {
  return at + seconds * 1e6;
}
