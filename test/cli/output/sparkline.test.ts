import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src/cli/output/sparkline.ts';

describe('sparkline', () => {
  it('draws the lowest to the highest, a bar where a regime begins, a dot where nothing is known', () => {
    expect(sparkline(Float64Array.of(1, 2, 3, Number.NaN, 8), [2], 40)).toBe('▁▂|▃·█');
    expect(sparkline(Float64Array.of(5, 5), [], 40)).toBe('▅▅');
    expect(sparkline(new Float64Array(), [], 40)).toBe('');
    expect(sparkline(Float64Array.of(Number.NaN), [], 40)).toBe('·');
  });

  it('takes the median of the rows of each character', () => {
    expect(sparkline(Float64Array.of(0, 0, 9, 9, 9, 0), [3], 2)).toBe('▁|█');
  });

  it('is as wide as asked for, or as the series is long, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (values, width) => {
        expect(sparkline(Float64Array.from(values), [], width)).toHaveLength(Math.min(width, values.length));
      }),
    );
  });
});
