import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsInstant, mergedSpans, timeWithin } from '../../src/analysis/spans.ts';

const SPANS = fc.array(
  fc.tuple(fc.nat(60), fc.nat(10)).map(([from, length]) => ({ from, to: from + length })),
  { maxLength: 12 },
);

describe('spans', () => {
  it('merge what overlaps or touches, and keep what does not', () => {
    expect(
      mergedSpans([
        { from: 5, to: 7 },
        { from: 0, to: 2 },
        { from: 2, to: 3 },
        { from: 6, to: 6 },
      ]),
    ).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 7 },
    ]);
    expect(mergedSpans([])).toEqual([]);
  });

  it('hold an instant when one of them does', () => {
    fc.assert(
      fc.property(SPANS, fc.integer({ min: -2, max: 80 }), (spans, at) => {
        expect(holdsInstant(mergedSpans(spans), at)).toBe(spans.some(({ from, to }) => at >= from && at <= to));
      }),
    );
    expect(holdsInstant([{ from: 3, to: Infinity }], 1e9)).toBe(true);
  });

  it('cover as much of a stretch as a count of its units says', () => {
    fc.assert(
      fc.property(SPANS, fc.integer({ min: -2, max: 80 }), fc.nat(40), (spans, from, length) => {
        const units = Array.from({ length }, (_, index) => from + index + 0.5);
        const covered = units.filter((unit) => spans.some((span) => unit >= span.from && unit <= span.to)).length;
        expect(timeWithin(mergedSpans(spans))(from, from + length)).toBe(covered);
      }),
    );
  });
});
