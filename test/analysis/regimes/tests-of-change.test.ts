import { describe, expect, it } from 'vitest';
import { withoutSpikes } from '../../../src/analysis/regimes/hampel.ts';
import { rankTest } from '../../../src/analysis/regimes/rank-test.ts';
import { segmentTest } from '../../../src/analysis/regimes/segment-test.ts';
import { chanceBounds, gaussian } from '../simulate.ts';

const normal = gaussian(17);
const draw = (n: number, level: (k: number) => number = () => 0): Float64Array =>
  Float64Array.from({ length: n }, (_, k) => level(k) + normal());
const remembering = (n: number, rho: number): Float64Array => {
  let last = normal();
  return Float64Array.from({ length: n }, () => (last = rho * last + Math.sqrt(1 - rho * rho) * normal()));
};
/** Where the cumulative sum of the ranks is furthest from 0, as the search would cut. */
const cut = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const ranks = values.map((value) => sorted.indexOf(value) - (values.length - 1) / 2);
  let [sum, most, place] = [0, 0, 1];
  for (const [k, rank] of ranks.entries()) {
    sum += rank;
    if (Math.abs(sum) > most && k < values.length - 1) [most, place] = [Math.abs(sum), k + 1];
  }
  return place;
};

describe('the test on ranks', () => {
  it.each([20, 100])('is below .05 in at most a twentieth of series of %i values without a change', (n) => {
    let below = 0;
    for (let run = 0; run < 400; run += 1) {
      const values = draw(n);
      if (rankTest(values, cut(values), 1).p < 0.05) below += 1;
    }
    expect(below / 400).toBeLessThan(chanceBounds(0.05, 400).high);
  });

  it('sees the same in values and in any rising function of them', () => {
    const values = draw(60, (k) => (k < 30 ? 0 : 1));
    expect(rankTest(values.map(Math.exp), 30, 1)).toEqual(rankTest(values, 30, 1));
  });

  it('counts values that follow one another for less', () => {
    expect(rankTest(remembering(400, 0.8), 200, 1).inflation).toBeGreaterThan(2);
    expect(rankTest(draw(400), 200, 1).inflation).toBeLessThan(2);
  });

  it('draws its permutations from the seed', () => {
    const values = draw(16, (k) => (k < 8 ? 0 : 1.5));
    expect(rankTest(values, 8, 7)).toEqual(rankTest(values, 8, 7));
    expect(rankTest(values, 8, 7).p).toBeCloseTo(rankTest(values, 8, 8).p, 1);
  });

  it('finds nothing where all values are equal, and no doubt where only the step is', () => {
    expect(rankTest(new Float64Array(50).fill(2), 25, 1).p).toBe(1);
    expect(
      rankTest(
        Float64Array.from({ length: 50 }, (_, k) => (k < 25 ? 0 : 1)),
        25,
        1,
      ).p,
    ).toBeLessThan(1e-12);
  });
});

describe('the test on segments', () => {
  it('is below .01 in at most 1 % of lines without a bend, whatever place is taken', () => {
    let below = 0;
    for (let run = 0; run < 400; run += 1) {
      const values = draw(80, (k) => k / 5);
      const p = Math.min(...Array.from({ length: 70 }, (_, k) => segmentTest(values, k + 5, 'line').p));
      if (p < 0.01) below += 1;
    }
    expect(below / 400).toBeLessThan(chanceBounds(0.01, 400).high);
  });

  it('sees a bend and how far it leaves the straight line', () => {
    const bent = draw(100, (k) => Math.abs(k - 50));
    const { p, departure } = segmentTest(bent, 50, 'line');
    expect(p).toBeLessThan(1e-20);
    expect(departure).toBeGreaterThan(15);
  });

  it('is certain where two levels leave nothing, and says nothing of a constant or of too few values', () => {
    expect(segmentTest(Float64Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1), 5, 'level').p).toBe(0);
    expect(segmentTest(new Float64Array(10).fill(1), 5, 'level').p).toBe(1);
    expect(segmentTest(Float64Array.of(1, 2, 4, 3), 2, 'line').p).toBe(1);
  });
});

describe('the copy without spikes', () => {
  it('loses spikes and keeps steps', () => {
    const step = Float64Array.from({ length: 40 }, (_, k) => (k < 20 ? 10 : 20) + 0.1 * normal());
    const spiky = step.map((value, k) => (k === 7 || k === 33 ? value * 3 : value));
    const cleaned = withoutSpikes(spiky);
    expect(cleaned[7]).toBeCloseTo(10, 0);
    expect(cleaned[33]).toBeCloseTo(20, 0);
    expect([...cleaned.subarray(15, 25)]).toEqual([...step.subarray(15, 25)]);
  });

  it('of nothing, one value and a constant are themselves', () => {
    for (const values of [[], [3], [2, 2, 2]]) expect([...withoutSpikes(Float64Array.from(values))]).toEqual(values);
  });
});
