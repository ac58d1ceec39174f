import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anova } from '../../src/analysis/anova.ts';
import { autocorrelation, autocorrelations, effectiveCount, mean, standardDeviation } from '../../src/analysis/moments.ts';
import { agreement } from './agreement.ts';
import { MICHELSON } from './michelson.ts';
import { LEW, LOTTERY, SILICON, SILVER, nistPiDigits } from './nist.ts';

/** NIST StRD, univariate: values around a large offset, made as its files say. */
const alternating = (centre: number): number[] =>
  [centre, ...Array.from({ length: 1000 }, (_, index) => centre + (index % 2 === 0 ? -0.1 : 0.1))].map((value) => Number(value.toFixed(1)));

describe('NIST StRD', () => {
  it.each([
    { name: 'NumAcc1', values: [10000001, 10000003, 10000002], expected: [10000002, 1, -0.5], digits: 15 },
    { name: 'NumAcc2', values: alternating(1.2), expected: [1.2, 0.1, -0.999], digits: 13 },
    // Beyond these digits .1 beside a million is not a double any more.
    { name: 'NumAcc3', values: alternating(1000000.2), expected: [1000000.2, 0.1, -0.999], digits: 9 },
    { name: 'NumAcc4', values: alternating(10000000.2), expected: [10000000.2, 0.1, -0.999], digits: 8 },
    {
      name: 'Michelso',
      values: MICHELSON.map((speed) => (299_000 + speed) / 1000),
      expected: [299.8524, 0.0790105478190518, 0.535199668621283],
      digits: 12,
    },
    { name: 'Lew', values: LEW, expected: [-177.435, 277.332168044316, -0.307304800605679], digits: 14 },
    { name: 'Lottery', values: LOTTERY, expected: [518.95871559633, 291.699727470969, -0.120948622967393], digits: 13 },
    { name: 'PiDigits', values: nistPiDigits(), expected: [4.5348, 2.86733906028871, -0.00355099287237972], digits: 12 },
  ])('$name: mean, standard deviation and lag-1 autocorrelation', ({ values, expected, digits }) => {
    const found = [mean(values), standardDeviation(values), autocorrelation(values, 1)];
    expect(agreement(found, expected)).toBeGreaterThanOrEqual(digits);
  });

  it.each([
    { name: 'SmLs01', offset: 0, digits: 13 },
    { name: 'SmLs04', offset: 1_000_000, digits: 9 },
    { name: 'SmLs07', offset: 1_000_000_000_000, digits: 2 },
  ])('$name: analysis of variance', ({ offset, digits }) => {
    const groups = Array.from({ length: 9 }, (_, group) => {
      const centre = 1.4 + (group === 0 ? 0 : group % 2 === 0 ? 0.1 : -0.1);
      return [centre, ...Array.from({ length: 20 }, (__, index) => centre + (index % 2 === 0 ? -0.1 : 0.1))].map(
        (value) => offset + Number(value.toFixed(1)),
      );
    });
    expect(agreement(anova(groups).f, 21)).toBeGreaterThanOrEqual(digits);
  });
});

describe('NIST StRD, observed', () => {
  it('SiRstv and AtmWtAg: analysis of variance', () => {
    expect(agreement(anova(SILICON).f, 1.18046237440255)).toBeGreaterThanOrEqual(9);
    // Seven constant leading digits of eleven: what is left of a double is what the answer can keep.
    const silver = SILVER.map((group) => group.map((weight) => 107.868 + weight / 1e7));
    expect(agreement(anova(silver).f, 15.946733567793)).toBeGreaterThanOrEqual(7);
  });
});

describe('moments of little', () => {
  it('knows what cannot be known', () => {
    expect(mean([])).toBeNaN();
    expect(standardDeviation([1])).toBeNaN();
    expect(autocorrelation([3, 3, 3, 3], 1)).toBe(0);
    expect(autocorrelation([], 1)).toBe(0);
  });

  it('pairs no values across a missing one', () => {
    expect(autocorrelation([1, -1, null, 1, -1, null, 1, -1], 1)).toBeCloseTo(-0.5, 12);
  });

  it('gives every lag at once as one by one', () => {
    const values = [3, 1, null, 4, 1, 5, 9, null, 2, 6];
    const all = autocorrelations(
      Float64Array.from(values, (value) => value ?? Number.NaN),
      4,
    );
    expect(all).toEqual([1, 2, 3, 4].map((lag) => autocorrelation(values, lag)));
    expect(autocorrelations(Float64Array.of(1, 2), 3)).toEqual([-0.5, 0, 0]);
  });

  it('never makes more values of n, nor less than one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -1, max: 1, noNaN: true }), (n, rho) => {
        const effective = effectiveCount(n, rho);
        expect(effective).toBeGreaterThanOrEqual(1);
        expect(effective).toBeLessThanOrEqual(n);
      }),
    );
    expect(effectiveCount(100, 0.5)).toBeCloseTo(100 / 3, 10);
    expect(effectiveCount(0, 0.5)).toBe(0);
  });
});
