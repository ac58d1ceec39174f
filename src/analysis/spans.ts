/** A stretch of time, both ends included; Infinity for one that has not ended. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same time without overlaps, in order. */
export function mergedSpans(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}

/** Does one of these merged spans hold the instant? */
export function holdsInstant(merged: readonly Span[], at: number): boolean {
  return (merged[lastBegun(merged, at)]?.to ?? -Infinity) >= at;
}

/** How much of the stretch from … to lies within merged spans, for many stretches of the same spans. */
export function timeWithin(merged: readonly Span[]): (from: number, to: number) => number {
  const before = [0];
  for (const { from, to } of merged) before.push((before.at(-1) as number) + (to - from));
  const until = (at: number): number => {
    const index = lastBegun(merged, at);
    const span = merged[index];
    return span === undefined ? 0 : (before[index] as number) + Math.min(at, span.to) - span.from;
  };
  return (from, to) => until(to) - until(from);
}

/** Index of the last span that had begun at the instant; −1 before all. */
function lastBegun(merged: readonly Span[], at: number): number {
  let [begun, later] = [-1, merged.length];
  while (later - begun > 1) {
    const middle = (begun + later) >> 1;
    if ((merged[middle] as Span).from <= at) begun = middle;
    else later = middle;
  }
  return begun;
}
