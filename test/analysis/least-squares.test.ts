import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/analysis/least-squares.ts';

const column = (...values: number[]): Float64Array => Float64Array.from(values);

describe('leastSquares', () => {
  it('solves a line by hand: y = 2 + 3 x and what it leaves', () => {
    const fit = leastSquares([column(1, 1, 1, 1), column(0, 1, 2, 3)], column(2, 5.5, 7.5, 11));
    expect(fit?.coefficients[0]).toBeCloseTo(2.15, 12);
    expect(fit?.coefficients[1]).toBeCloseTo(2.9, 12);
    expect([...(fit?.residuals ?? [])].map((rest) => Number(rest.toFixed(10)))).toEqual([-0.15, 0.45, -0.45, 0.15]);
    expect(fit?.squares).toBeCloseTo(0.45, 12);
  });

  it('keeps the digits of a column far from 0', () => {
    const x = Float64Array.from({ length: 50 }, (_, index) => 1e4 + index);
    const fit = leastSquares(
      [new Float64Array(50).fill(1), x],
      x.map((value) => 4 * (value - 1e4) - 7),
    );
    expect(fit?.coefficients[1]).toBeCloseTo(4, 6);
    expect(fit?.squares).toBeLessThan(1e-6);
  });

  it('refuses columns that tell the same, or more columns than rows', () => {
    expect(leastSquares([column(1, 1, 1), column(2, 2, 2)], column(1, 2, 3))).toBeUndefined();
    expect(leastSquares([column(1, 2, 3), column(0, 0, 0)], column(1, 2, 3))).toBeUndefined();
    expect(leastSquares([column(1), column(2)], column(1))).toBeUndefined();
    expect(leastSquares([], column(3, 4))).toMatchObject({ coefficients: [], squares: 25 });
  });
});
