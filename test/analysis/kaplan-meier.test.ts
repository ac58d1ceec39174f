import { describe, expect, it } from 'vitest';
import { kaplanMeier, medianDuration, type Duration } from '../../src/analysis/kaplan-meier.ts';

function durations(text: string): Duration[] {
  return text.split(' ').map((part) => ({ seconds: Number.parseFloat(part), censored: part.endsWith('+') }));
}

/** Weeks of remission under 6-mercaptopurine (Freireich et al. 1963), the example of most textbooks. */
const REMISSION = durations('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');

describe('kaplanMeier', () => {
  it('gives the textbook curve, with Greenwood’s standard errors', () => {
    const steps = kaplanMeier(REMISSION);
    expect(steps.map(({ seconds }) => seconds)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    const shares = [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179];
    const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
    for (const [index, { share, greenwood }] of steps.entries()) {
      expect(share).toBeCloseTo(shares[index] as number, 6);
      expect(share * Math.sqrt(greenwood)).toBeCloseTo(errors[index] as number, 4);
    }
  });

  it('is the plain share where nothing is censored, in any order', () => {
    expect(kaplanMeier(durations('4 1 3 2')).map(({ share }) => share)).toEqual(
      [0.75, 0.5, 0.25, 0].map((share) => expect.closeTo(share, 12)),
    );
  });

  it('has no step where nothing ended', () => {
    expect(kaplanMeier([])).toEqual([]);
    expect(kaplanMeier(durations('5+ 6+'))).toEqual([]);
  });
});

describe('medianDuration', () => {
  it('is 23 weeks in the textbook case, from 13, without an upper bound', () => {
    expect(medianDuration(REMISSION)).toMatchObject({ value: 23, low: 13, high: null, level: 0.95 });
  });

  it('is the middle of the stretch where the curve is exactly one half', () => {
    expect(medianDuration(durations('4 1 3 2')).value).toBe(2.5);
    expect(medianDuration(durations('1 2 3')).value).toBe(2);
    // By hand: 1 − 1/5 = .8 at 2, ⅔ of it at 4 (one of three): .533, half of that at 7: .267.
    expect(medianDuration(durations('2 3+ 4 5+ 7')).value).toBe(7);
    expect(medianDuration(durations('2 3+ 4 7 9')).value).toBe(7);
  });

  it('is out of reach while more than half last, and unknown of nothing', () => {
    expect(medianDuration(durations('1 5+ 6+')).value).toBe(Infinity);
    expect(medianDuration(durations('5+'))).toMatchObject({ value: Infinity, low: null, high: null });
    expect(medianDuration(durations('5'))).toMatchObject({ value: 5 });
    expect(medianDuration([]).value).toBeNaN();
  });
});
