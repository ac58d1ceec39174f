import { describe, expect, it } from 'vitest';
import { kolmogorovTail } from '../../../src/analysis/regimes/kolmogorov.ts';

describe('the tail of Kolmogorov’s law', () => {
  it.each([
    [1.358, 0.050027],
    [1.628, 0.009976],
    [1.949, 0.001004],
  ])('is known above %f', (t, p) => {
    expect(kolmogorovTail(t)).toBeCloseTo(p, 6);
  });

  it('goes from 1 to 0 and never up', () => {
    const tail = Array.from({ length: 300 }, (_, k) => kolmogorovTail(k / 50));
    expect([tail[0], kolmogorovTail(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    expect(tail.every((p, k) => k === 0 || p <= (tail[k - 1] as number) + 1e-12)).toBe(true);
  });
});
