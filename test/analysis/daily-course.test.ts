import { describe, expect, it } from 'vitest';
import { withoutDailyCourse } from '../../src/analysis/daily-course.ts';
import { mad } from '../../src/analysis/quantile.ts';
import { gaussian } from './simulate.ts';

const FIVE_MINUTES = 300e6;
const START = Date.UTC(2026, 0, 5) * 1000;

function course(n: number, { amplitude = 1, noise = 0.2, shift = 0, seed = 1 } = {}): { times: Float64Array; values: Float64Array } {
  const normal = gaussian(seed);
  return {
    times: Float64Array.from({ length: n }, (_, row) => START + row * FIVE_MINUTES),
    values: Float64Array.from({ length: n }, (_, row) => {
      return 10 + amplitude * Math.sin((row * 2 * Math.PI) / 288) + noise * normal() + (row < n - 30 ? 0 : shift);
    }),
  };
}

describe('what is left without the daily course', () => {
  it('is the noise, and the level', () => {
    const rest = withoutDailyCourse(course(1_000)) ?? new Float64Array();
    expect(rest.length).toBe(1_000);
    expect(1.4826 * mad([...rest])).toBeLessThan(0.27);
    expect(1.4826 * mad([...course(1_000).values])).toBeGreaterThan(0.7);
    expect(Math.abs(rest.reduce((sum, value) => sum + value / 1_000, 0) - 10)).toBeLessThan(0.1);
  });

  it('keeps a move of the last hours whole', () => {
    const [plain, moved] = [withoutDailyCourse(course(1_000)), withoutDailyCourse(course(1_000, { shift: 2 }))];
    expect((moved?.at(-5) ?? 0) - (plain?.at(-5) ?? 0)).toBeCloseTo(2, 1);
  });

  it('is not asked for where there is none, no time, or less than three days', () => {
    expect(withoutDailyCourse(course(1_000, { amplitude: 0 }))).toBeNull();
    expect(withoutDailyCourse({ times: null, values: course(1_000).values })).toBeNull();
    expect(withoutDailyCourse(course(800))).toBeNull();
    expect(withoutDailyCourse({ times: new Float64Array(), values: new Float64Array() })).toBeNull();
  });

  it('keeps what is missing missing', () => {
    const series = course(1_000);
    series.values[500] = Number.NaN;
    const rest = withoutDailyCourse(series);
    expect(rest?.[500]).toBeNaN();
    expect(rest?.[501]).not.toBeNaN();
  });
});
