import { describe, expect, it } from 'vitest';
import { betaAbove, betaBelow, betaQuantile } from '../../src/analysis/beta-distribution.ts';
import { binomialAtMost } from '../../src/analysis/binomial-distribution.ts';
import { chiSquareAbove, chiSquareQuantile } from '../../src/analysis/chi-square-distribution.ts';
import { fAbove, fQuantile } from '../../src/analysis/f-distribution.ts';
import { logGamma } from '../../src/analysis/gamma-function.ts';
import { normalAbove, normalQuantile } from '../../src/analysis/normal-distribution.ts';
import { studentAbove, studentQuantile } from '../../src/analysis/student-distribution.ts';

/** Same to `digits` significant digits. */
function expectDigits(actual: number, expected: number, digits: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(10 ** -digits);
}

describe('logGamma', () => {
  it('is the log of factorials and of √π', () => {
    expectDigits(logGamma(5), Math.log(24), 14);
    expectDigits(logGamma(0.5), Math.log(Math.PI) / 2, 14);
    expectDigits(
      logGamma(171),
      Array.from({ length: 170 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b),
      14,
    );
    expect(logGamma(1)).toBeCloseTo(0, 14);
  });
});

describe('the Normal', () => {
  it('has the tails of the tables, far out too', () => {
    expectDigits(normalAbove(1.959963984540054), 0.025, 13);
    expectDigits(normalAbove(6), 9.865876450376981e-10, 12);
    expectDigits(normalAbove(-3), 0.9986501019683699, 14);
    expect(normalAbove(0)).toBe(0.5);
  });

  it('inverts its tail', () => {
    expectDigits(normalQuantile(0.975), 1.959963984540054, 14);
    expectDigits(normalQuantile(1e-10), -6.361340902404056, 12);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const p of [0.001, 0.2, 0.49, 0.51, 0.9, 0.9999]) expectDigits(1 - normalAbove(normalQuantile(p)), p, 13);
  });
});

describe("Student's t", () => {
  it('gives the p of the sleep data (paired t 4.062128 on 9) and table quantiles', () => {
    expectDigits(2 * studentAbove(4.062128, 9), 0.00283289, 6);
    expectDigits(studentQuantile(0.975, 9), 2.262157162798205, 13);
    expectDigits(studentQuantile(0.025, 9), -2.262157162798205, 13);
    // One degree of freedom is the Cauchy: tan(π (p − ½)).
    expectDigits(studentQuantile(0.9, 1), Math.tan(Math.PI * 0.4), 13);
    expect(studentAbove(0, 5)).toBe(0.5);
  });
});

describe('F and chi-square', () => {
  it('agree with t², tables and R', () => {
    expectDigits(fAbove(4.062128 ** 2, 1, 9), 2 * studentAbove(4.062128, 9), 12);
    expectDigits(fQuantile(0.975, 1, 9), studentQuantile(0.9875, 9) ** 2, 11);
    expect(fAbove(0, 3, 4)).toBe(1);
    expectDigits(chiSquareAbove(29.266576, 4), 6.9007e-6, 5);
    expectDigits(chiSquareAbove(14.482781, 5), 0.0128168, 5);
    expectDigits(chiSquareQuantile(0.975, 4), 11.143286781877796, 13);
    // Two degrees of freedom are an exponential of mean 2.
    expectDigits(chiSquareQuantile(0.3, 2), -2 * Math.log(0.7), 13);
    expect(chiSquareQuantile(0, 4)).toBe(0);
  });

  it('inverts F both ways', () => {
    for (const p of [0.025, 0.5, 0.975]) expectDigits(1 - fAbove(fQuantile(p, 6, 113), 6, 113), p, 12);
  });
});

describe('beta and binomial', () => {
  it('are polynomials for whole numbers', () => {
    expectDigits(betaBelow(0.3, 2, 3), 6 * 0.3 ** 2 - 8 * 0.3 ** 3 + 3 * 0.3 ** 4, 13);
    expectDigits(betaAbove(0.3, 2, 3) + betaBelow(0.3, 2, 3), 1, 14);
    expect([betaBelow(0, 2, 3), betaBelow(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1]);
    expectDigits(betaQuantile(betaBelow(0.3, 2, 3), 2, 3), 0.3, 13);
  });

  it('sum the binomial exactly', () => {
    expectDigits(binomialAtMost(1, 9, 0.5), 10 / 512, 13);
    expectDigits(binomialAtMost(58, 59, 0.95), 1 - 0.95 ** 59, 13);
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5)]).toEqual([0, 1]);
  });
});
