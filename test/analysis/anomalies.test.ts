import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANOMALY_THRESHOLD, anomalies, anomalyScores } from '../../src/analysis/anomalies.ts';
import { highestOf, lowestOf, pushExtreme, trailingExtremes } from '../../src/analysis/trailing-extremes.ts';
import { gaussian } from './simulate.ts';

/** `n` rows that go round 0 … 9. */
function round(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, index) => index % 10);
}

function noise(n: number, seed: number): Float64Array {
  const normal = gaussian(seed);
  return Float64Array.from({ length: n }, () => 100 + normal());
}

const doubles = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('trailing extremes', () => {
  it('are those of the last values, whatever came before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }), (width, values) => {
        const state = trailingExtremes(width);
        values.forEach((value, index) => {
          pushExtreme(state, value);
          const window = values.slice(Math.max(0, index + 1 - width), index + 1);
          expect([lowestOf(state), highestOf(state)]).toEqual([Math.min(...window), Math.max(...window)]);
        });
      }),
    );
    expect([lowestOf(trailingExtremes(3)), highestOf(trailingExtremes(3))]).toEqual([Infinity, -Infinity]);
  });
});

describe('novelty scores', () => {
  it('are 0 within the range, and count widths of the range beyond it', () => {
    const values = Float64Array.from([...round(2_400), 18, 5]);
    const scores = anomalyScores(values);
    expect(Math.max(...scores.slice(40, 2_400))).toBeLessThan(1e-9);
    // 18 lies one width (9) above 9. The mean of it and 23 others rises above all means of 24 before, 4.1666 … 4.8333.
    const means = Array.from({ length: 10 }, (_, from) => Array.from({ length: 24 }, (_each, at) => (from + at) % 10));
    const seen = means.map((window) => window.reduce((sum, value) => sum + value, 0) / 24);
    const [low, high] = [Math.min(...seen), Math.max(...seen)];
    const now = values.slice(2_377, 2_401).reduce((sum, value) => sum + value, 0) / 24;
    expect(scores[2_400]).toBeCloseTo(1 + (now - high) / (high - low), 9);
  });

  it('count in proportion to the points that made the range, and not at all before the 30th', () => {
    const after = (n: number): number => anomalyScores(Float64Array.from([...round(n), -9]))[n] as number;
    expect(after(29)).toBe(0);
    expect(after(1_000)).toBeCloseTo(after(2_000) / 2, 9);
    expect(after(30)).toBeCloseTo((after(2_000) * 30) / 2_000, 9);
  });

  it('see a shift within the range in the moving mean', () => {
    const normal = gaussian(7);
    const values = Float64Array.from({ length: 3_000 }, (_, index) => 100 + normal() + (index < 2_900 ? 0 : 2));
    const first = anomalies({ values }).find(({ index }) => index >= 2_850);
    expect(first?.index).toBeGreaterThanOrEqual(2_900);
    expect(first?.index).toBeLessThan(2_915);
  });

  it('forget what is further back than 4,000 points', () => {
    const spike = (gap: number): number =>
      anomalyScores(Float64Array.from([...round(50), 1_000, ...round(gap), 1_000]))[51 + gap] as number;
    expect(spike(3_990)).toBe(0);
    expect(spike(4_010)).toBeGreaterThan(50);
  });

  it('skip what is missing: scores 0, and the others score as if it were not there', () => {
    fc.assert(
      fc.property(fc.array(doubles, { maxLength: 120 }), fc.array(fc.nat(120), { maxLength: 20 }), (values, holes) => {
        const holed = [...values];
        for (const at of holes) holed.splice(at, 0, [Number.NaN, Infinity, -Infinity][at % 3] as number);
        const scores = anomalyScores(Float64Array.from(holed));
        const kept = [...scores].filter((_, index) => Number.isFinite(holed[index]));
        expect(kept).toEqual([...anomalyScores(Float64Array.from(values))]);
        expect([...scores].every((score, index) => Number.isFinite(holed[index]) || score === 0)).toBe(true);
      }),
    );
  });

  it('do not change with the unit or the sign, and look at no later row', () => {
    fc.assert(
      fc.property(fc.array(doubles, { minLength: 31, maxLength: 90 }), fc.integer({ min: -20, max: 20 }), (values, power) => {
        const scores = anomalyScores(Float64Array.from(values));
        expect(anomalyScores(Float64Array.from(values, (value) => value * 2 ** power))).toEqual(scores);
        expect(anomalyScores(Float64Array.from(values, (value) => -value))).toEqual(scores);
        expect(anomalyScores(Float64Array.from(values.slice(0, 31)))).toEqual(scores.slice(0, 31));
      }),
    );
  });

  it('are finite and never below 0, also of huge values and of a constant that breaks', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: false }), { maxLength: 80 }), (values) => {
        for (const score of anomalyScores(Float64Array.from(values))) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(200);
        }
      }),
    );
    const broken = (level: number, then: number): number =>
      anomalyScores(Float64Array.from([...Array<number>(2_000).fill(level), then]))[2_000] ?? 0;
    expect(broken(0, 5)).toBe(200);
    // A range narrower than 1 % of the level counts as 1 % of it: 2 % more is two widths, and its mean a twelfth.
    expect(broken(100, 102)).toBeCloseTo(2 + 2 / 24, 9);
    expect(broken(100, 100)).toBe(0);
  });
});

describe('anomalies', () => {
  it('are one an excursion: its first row, its highest score', () => {
    const values = noise(3_000, 3);
    for (let row = 2_500; row < 2_540; row += 1) values[row] = 130 + (row === 2_510 ? 20 : 0);
    const late = anomalies({ values }).filter(({ index }) => index >= 2_400);
    expect(late.map(({ index }) => index)).toEqual([2_500]);
    expect(late[0]?.score).toBe(Math.max(...anomalyScores(values).slice(2_400)));
  });

  it('begin anew after 24 quiet rows', () => {
    const values = round(2_100);
    const at = (rows: readonly number[]): readonly number[] => {
      const copy = Float64Array.from(values);
      rows.forEach((row, place) => (copy[row] = 100 * (place + 1)));
      return anomalies({ values: copy }, 0.2).map(({ index }) => index);
    };
    expect(at([2_010, 2_020, 2_030])).toEqual([2_010]);
    expect(at([2_010, 2_080])).toEqual([2_010, 2_080]);
  });

  it('are none in nothing, in a constant and in what is too short', () => {
    for (const values of [[], [1], [1, 2], Array<number>(500).fill(3), Array<number>(500).fill(Number.NaN)]) {
      expect(anomalies({ values: Float64Array.from(values) })).toEqual([]);
    }
  });

  it('are few in white noise', () => {
    const counts = Array.from({ length: 40 }, (_, seed) => anomalies({ values: noise(1_000, seed + 1) }).length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(ANOMALY_THRESHOLD).toBe(0.03);
    expect(mean).toBeLessThan(2);
  });
});
