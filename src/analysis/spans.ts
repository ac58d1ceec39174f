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
  let [before, after] = [-1, merged.length];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if ((merged[middle] as Span).from <= at) before = middle;
    else after = middle;
  }
  return before >= 0 && (merged[before] as Span).to >= at;
}
