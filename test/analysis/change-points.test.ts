import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/analysis/change-points.ts';
import type { ChangePointOptions } from '../../src/analysis/regime-types.ts';
import { gaussian } from './simulate.ts';

const series = (values: readonly number[]) => ({ times: null, values: Float64Array.from(values) });
const indices = (values: readonly number[], options?: ChangePointOptions): number[] =>
  changePoints(series(values), options).changePoints.map(({ index }) => index);
const noisy = (levels: readonly number[], each: number, sd: number, seed: number): number[] => {
  const normal = gaussian(seed);
  return levels.flatMap((level) => Array.from({ length: each }, () => level + sd * normal()));
};

describe('change points: known answers', () => {
  it('finds the steps of Otava’s own tests', () => {
    const ten = [1.02, 0.95, 0.99, 1.0, 1.12, 1.0, 1.01, 0.98, 1.01, 0.96];
    expect(indices([...ten, 0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5, 0.49])).toEqual([10]);
  });

  it.each([2, 3, 5])('finds the %i levels of a noise-free step function, and nothing inside them', (count) => {
    const values = Array.from({ length: count }, (_, k) => Array.from({ length: 30 }, () => 10 + 5 * (k % 3))).flat();
    expect(indices(values)).toEqual(Array.from({ length: count - 1 }, (_, k) => 30 * (k + 1)));
  });

  it('says of a step where, how much and between what', () => {
    const { changePoints: found, regimes, effect } = changePoints(series(noisy([100, 120], 50, 2, 1)));
    expect(effect).toBe('ratio');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ index: 50, at: null, kind: 'step', before: 50, after: 50 });
    expect(found[0]?.size.value).toBeCloseTo(1.2, 1);
    expect(regimes.map(({ from, to, n }) => [from, to, n])).toEqual([
      [0, 50, 50],
      [50, 100, 50],
    ]);
  });
});

describe('change points: what must not matter', () => {
  it.each([0, 1, 2, 3])('reports nothing of %i values', (n) => {
    const { changePoints: found, regimes } = changePoints(series(Array.from({ length: n }, (_, k) => k + 1)));
    expect(found).toEqual([]);
    expect(regimes).toHaveLength(n === 0 ? 0 : 1);
  });

  it('counts missing and infinite values in the indices and nowhere else', () => {
    const values = noisy([10, 20], 40, 0.5, 3);
    const holes = values.flatMap((value, k) => (k % 5 === 2 ? [Number.NaN, Number.POSITIVE_INFINITY, value] : [value]));
    expect(indices(holes)).toEqual(indices(values).map((index) => holes.indexOf(values[index] as number)));
  });

  it('is the same for any unit of positive values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.constantFrom(1e-6, 0.25, 3, 1e6), (seed, scale) => {
        const values = noisy([10, 13, 11], 40, 0.8, seed);
        expect(indices(values.map((value) => value * scale))).toEqual(indices(values));
      }),
      { numRuns: 20 },
    );
  });
});
