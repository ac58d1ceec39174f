import { describe, expect, it } from 'vitest';
import { betaAbove, betaBelow, betaQuantile } from '../../src/analysis/beta-distribution.ts';
import { binomialAtMost } from '../../src/analysis/binomial-distribution.ts';
import { chiSquareAbove, chiSquareQuantile } from '../../src/analysis/chi-square-distribution.ts';
import { fAbove, fQuantile } from '../../src/analysis/f-distribution.ts';
import { logGamma } from '../../src/analysis/gamma-function.ts';
import { normalAbove, normalQuantile } from '../../src/analysis/normal-distribution.ts';
import { studentAbove, studentQuantile } from '../../src/analysis/student-distribution.ts';
import { agreement } from './agreement.ts';

describe('logGamma', () => {
  it('is the log of factorials and of √π', () => {
    expect(agreement(logGamma(5), Math.log(24))).toBeGreaterThanOrEqual(14);
    expect(agreement(logGamma(0.5), Math.log(Math.PI) / 2)).toBeGreaterThanOrEqual(14);
    const factorial170 = Array.from({ length: 170 }, (_, index) => Math.log(index + 1)).reduce((a, b) => a + b);
    expect(agreement(logGamma(171), factorial170)).toBeGreaterThanOrEqual(14);
    expect(logGamma(1)).toBeCloseTo(0, 14);
  });
});

describe('the Normal', () => {
  it('has the tails of the tables, far out too', () => {
    expect(agreement(normalAbove(1.959963984540054), 0.025)).toBeGreaterThanOrEqual(13);
    expect(agreement(normalAbove(6), 9.865876450376981e-10)).toBeGreaterThanOrEqual(12);
    expect(agreement(normalAbove(-3), 0.9986501019683699)).toBeGreaterThanOrEqual(14);
    expect(normalAbove(0)).toBe(0.5);
  });

  it('inverts its tail', () => {
    expect(agreement(normalQuantile(0.975), 1.959963984540054)).toBeGreaterThanOrEqual(14);
    expect(agreement(normalQuantile(1e-10), -6.361340902404056)).toBeGreaterThanOrEqual(12);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const p of [0.001, 0.2, 0.49, 0.51, 0.9, 0.9999])
      expect(agreement(1 - normalAbove(normalQuantile(p)), p)).toBeGreaterThanOrEqual(13);
  });
});

describe("Student's t", () => {
  it('gives the p of the sleep data (paired t 4.062128 on 9) and table quantiles', () => {
    expect(agreement(2 * studentAbove(4.062128, 9), 0.00283289)).toBeGreaterThanOrEqual(6);
    expect(agreement(studentQuantile(0.975, 9), 2.262157162798205)).toBeGreaterThanOrEqual(13);
    expect(agreement(studentQuantile(0.025, 9), -2.262157162798205)).toBeGreaterThanOrEqual(13);
    // One degree of freedom is the Cauchy: tan(π (p − ½)).
    expect(agreement(studentQuantile(0.9, 1), Math.tan(Math.PI * 0.4))).toBeGreaterThanOrEqual(13);
    expect(studentAbove(0, 5)).toBe(0.5);
  });
});

describe('F and chi-square', () => {
  it('agree with t², tables and R', () => {
    expect(agreement(fAbove(4.062128 ** 2, 1, 9), 2 * studentAbove(4.062128, 9))).toBeGreaterThanOrEqual(12);
    expect(agreement(fQuantile(0.975, 1, 9), studentQuantile(0.9875, 9) ** 2)).toBeGreaterThanOrEqual(11);
    expect(fAbove(0, 3, 4)).toBe(1);
    expect(agreement(chiSquareAbove(29.266576, 4), 6.9007e-6)).toBeGreaterThanOrEqual(5);
    expect(agreement(chiSquareAbove(14.482781, 5), 0.0128168)).toBeGreaterThanOrEqual(5);
    expect(agreement(chiSquareQuantile(0.975, 4), 11.143286781877796)).toBeGreaterThanOrEqual(13);
    // Two degrees of freedom are an exponential of mean 2.
    expect(agreement(chiSquareQuantile(0.3, 2), -2 * Math.log(0.7))).toBeGreaterThanOrEqual(13);
    expect(chiSquareQuantile(0, 4)).toBe(0);
  });

  it('inverts F both ways', () => {
    for (const p of [0.025, 0.5, 0.975]) expect(agreement(1 - fAbove(fQuantile(p, 6, 113), 6, 113), p)).toBeGreaterThanOrEqual(12);
  });
});

describe('beta and binomial', () => {
  it('are polynomials for whole numbers', () => {
    expect(agreement(betaBelow(0.3, 2, 3), 6 * 0.3 ** 2 - 8 * 0.3 ** 3 + 3 * 0.3 ** 4)).toBeGreaterThanOrEqual(13);
    expect(agreement(betaAbove(0.3, 2, 3) + betaBelow(0.3, 2, 3), 1)).toBeGreaterThanOrEqual(14);
    expect([betaBelow(0, 2, 3), betaBelow(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1]);
    expect(agreement(betaQuantile(betaBelow(0.3, 2, 3), 2, 3), 0.3)).toBeGreaterThanOrEqual(13);
  });

  it('sum the binomial exactly', () => {
    expect(agreement(binomialAtMost(1, 9, 0.5), 10 / 512)).toBeGreaterThanOrEqual(13);
    expect(agreement(binomialAtMost(58, 59, 0.95), 1 - 0.95 ** 59)).toBeGreaterThanOrEqual(13);
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5)]).toEqual([0, 1]);
  });
});
