import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUnits } from '../../src/analysis/compare.ts';
import { formulaUnits } from '../../src/analysis/formula-units.ts';
import { MOST_UNITS, neededUnits } from '../../src/analysis/needed-units.ts';
import { bestJobs, deviationFactors, planComparison, unitsTaken } from '../../src/analysis/plan-comparison.ts';
import { figureVariance, simulatePower, type Design, type PowerRule } from '../../src/analysis/power.ts';
import { repetitions } from '../../src/analysis/repetitions.ts';
import { chanceBounds, gaussian, units } from './simulate.ts';

const RULE: PowerRule = { margin: 0.05, alpha: 0.05, pairs: 800, seed: 1 };
/** Seven a side of 120 jobs, 5 % within. */
const design = (betweenCv: number, change: Partial<Design> = {}): Design => ({ unitsBefore: 7, unitsAfter: 7, jobs: 120, withinCv: 0.05, betweenCv, ...change }); // prettier-ignore

function isNear(value: number, share: number, pairs: number): boolean {
  const { low, high } = chanceBounds(share, pairs);
  return value > low && value < high;
}

describe('the power of a comparison', () => {
  it('agrees with what was found by another program: 5 % between units, margin 5 %, seven a side', () => {
    const power = simulatePower(design(0.05), RULE);
    for (const [ratio, share] of [[1.082, 0.14], [1.136, 0.69], [1.2, 0.99]] as const) expect(isNear(power.regression(ratio).value, share, 800)).toBe(true); // prettier-ignore
    expect(isNear(power.equivalent.value, 0.12, 800)).toBe(true);
  });

  it('agrees with it for 2 % and 10 % between units', () => {
    expect(isNear(simulatePower(design(0.02), { ...RULE, pairs: 300 }).equivalent.value, 0.98, 300)).toBe(true);
    expect(isNear(simulatePower(design(0.1), { ...RULE, pairs: 300 }).equivalent.value, 0.001, 300)).toBe(true);
  });

  it('is what comparing simulated units of that ratio gives', () => {
    const pairs = 700;
    const small = { jobs: 6, within: 0.05, between: 0.03 };
    const power = simulatePower({ unitsBefore: 6, unitsAfter: 8, jobs: 6, withinCv: 0.05, betweenCv: 0.03 }, { ...RULE, pairs: 3000 });
    const normal = gaussian(77);
    for (const [worse, ratio] of [
      ['up', 1.15],
      ['down', 1 / 1.15],
    ] as const) {
      const found = Array.from(
        { length: pairs },
        () =>
        compareUnits(units(normal, { ...small, count: 6 }), units(normal, { ...small, count: 8, ratio }), { claim: 'level', worse, margin: 0.05, alpha: 0.05 }), // prettier-ignore
      ).filter(({ verdict }) => verdict === 'regression').length;
      expect(isNear(found / pairs, power.regression(1.15).value, pairs)).toBe(true);
    }
  });

  it('finds the ratio that is seen with the probability asked for, and sees more of what is larger', () => {
    const power = simulatePower(design(0.03, { jobs: 9 }), { ...RULE, pairs: 400 });
    const seen = power.detectable(0.8) as number;
    expect(power.regression(seen * 1.000001).value).toBeGreaterThanOrEqual(0.8);
    expect(power.regression(seen * 0.999999).value).toBeLessThan(0.8);
    expect(power.detectable(0.5)).toBeLessThan(seen);
    const shares = [1, 1.05, 1.1, 1.2, 1.5].map((ratio) => power.regression(ratio).value);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
  });

  it('is none where there can be no verdict', () => {
    for (const few of [design(0.01, { unitsBefore: 4 }), design(0.01, { unitsAfter: 0 })]) {
      const power = simulatePower(few, { ...RULE, pairs: 100 });
      expect([power.detectable(0.5), power.regression(9).value, power.equivalent.value, power.noRegression.value]).toEqual([null, 0, 0, 0]);
    }
    expect(simulatePower(design(0.01), { ...RULE, alpha: 0.0005, pairs: 100 }).detectable(0.8)).toBeNull();
  });

  it('is the same for the same seed', () => {
    const found = (seed: number) => simulatePower(design(0.03, { jobs: 5 }), { ...RULE, pairs: 200, seed }).detectable(0.8);
    expect(found(4)).toBe(found(4));
    expect(found(4)).not.toBe(found(5));
  });

  it('of a target that never scatters is one', () => {
    const power = simulatePower(design(0, { withinCv: 0, jobs: 3 }), { ...RULE, pairs: 100 });
    expect([power.equivalent.value, power.regression(1.0501).value, power.regression(1.0499).value]).toEqual([1, 1, 0]);
  });
});

describe('the variance of a unit’s figure', () => {
  it.each([1, 2, 5, 40])('of %i jobs is near what units show', (jobs) => {
    const normal = gaussian(jobs);
    const count = 4000;
    const logs = units(normal, { count, jobs, between: 0.03, within: 0.05 }).map(({ values }) => {
      const sorted = values.toSorted((a, b) => a - b);
      return (Math.log(sorted[Math.floor((jobs - 1) / 2)] as number) + Math.log(sorted[Math.floor(jobs / 2)] as number)) / 2;
    });
    const shown = logs.reduce((sum, value) => sum + value ** 2, 0) / count;
    const formula = figureVariance({ jobs, withinCv: 0.05, betweenCv: 0.03 });
    expect(formula / shown).toBeGreaterThan(0.9);
    expect(formula / shown).toBeLessThan(1.15);
  });
});

describe('the units that are needed', () => {
  const options = { ...RULE, pairs: 300, power: 0.8, ratio: 1.1 };

  it('are enough in a simulation with other seeds, and clearly fewer are not', () => {
    const scatter = { jobs: 17, withinCv: 0.05, betweenCv: 0.05 };
    const { units: needed, reached } = neededUnits(scatter, options);
    expect(reached?.value).toBeGreaterThanOrEqual(0.8);
    const share = (count: number): number =>
      simulatePower({ ...scatter, unitsBefore: count, unitsAfter: count }, { ...RULE, pairs: 600, seed: 99 }).regression(1.1).value;
    expect(share(needed as number)).toBeGreaterThan(0.72);
    expect(share(Math.floor((needed as number) * 0.75))).toBeLessThan(0.8);
    // Where the formula puts it, within a quarter.
    const formula = formulaUnits({ variance: figureVariance(scatter), effect: Math.log(1.1), ...options });
    expect((needed as number) / formula).toBeGreaterThan(0.75);
    expect((needed as number) / formula).toBeLessThan(1.25);
  });

  it('are as many as alpha needs at least', () => {
    const still = { jobs: 9, withinCv: 0.001, betweenCv: 0.001 };
    expect(neededUnits(still, options).units).toBe(5);
    expect(neededUnits(still, { ...options, alpha: 0.00067 }).units).toBe(7);
    expect(neededUnits(still, { ...options, ratio: 1 }).units).toBe(5);
  });

  it('are none for a change within the margin, and where it would take too many', () => {
    const scatter = { jobs: 9, withinCv: 0.05, betweenCv: 0.05 };
    for (const ratio of [1.01, 1.05])
      expect(neededUnits(scatter, { ...options, ratio })).toEqual({ units: null, reached: null, formula: null });
    expect(neededUnits({ ...scatter, betweenCv: 0.5 }, options)).toMatchObject({ units: null, reached: null, formula: 1903 });
    expect(neededUnits(scatter, { ...options, alpha: 1e-62 }).units).toBeNull();
  });

  it('grow with the scatter and with the power that is asked for', () => {
    const at = (betweenCv: number, power: number): number => neededUnits({ jobs: 9, withinCv: 0.03, betweenCv }, { ...options, power, ratio: 1.15 }).units as number; // prettier-ignore
    expect(at(0.06, 0.8)).toBeGreaterThan(at(0.03, 0.8));
    expect(at(0.06, 0.95)).toBeGreaterThan(at(0.06, 0.6));
    expect(at(0.06, 0.95)).toBeLessThan(MOST_UNITS);
  });
});

describe('a plan', () => {
  it('balances jobs and units by what they cost', () => {
    expect(bestJobs({ jobs: 1, withinCv: 0.05, betweenCv: 0.05 }, 9)).toBe(3);
    expect(bestJobs({ jobs: 1, withinCv: 0.1, betweenCv: 0.05 }, 25)).toBe(10);
    expect(bestJobs({ jobs: 1, withinCv: 0.01, betweenCv: 0.05 }, 2)).toBe(1);
    expect(bestJobs({ jobs: 1, withinCv: 0.1, betweenCv: 0 }, 25)).toBeNull();
  });

  it('knows how badly a scatter between seven units is known', () => {
    const { low, high } = deviationFactors(7);
    expect([low.toFixed(2), high.toFixed(1)]).toEqual(['0.64', '2.2']);
  });

  it('takes the units that a check would take', () => {
    expect(unitsTaken(7, 5, 0.05)).toBe(5);
    expect(unitsTaken(7, 3, 0.05)).toBe(5);
    expect(unitsTaken(7, 5, 0.00067)).toBe(7);
    expect(unitsTaken(5, 5, 0.001)).toBe(9);
    expect(unitsTaken(4, 50, 0.05)).toBeNull();
    expect(unitsTaken(5, 5, 1e-14)).toBeNull();
  });

  it('has all of it, and leaves out what it was not told', () => {
    const scatter = { jobs: 9, withinCv: 0.05, betweenCv: 0.02 };
    const whole = planComparison(scatter, { ...RULE, pairs: 200, ratio: 1.1, power: 0.8, today: { before: 7, after: 5 }, cost: 4 });
    expect(whole.today).toMatchObject({ before: 7, after: 5 });
    expect(whole.today?.detectable).toBeGreaterThan(1.05);
    expect(whole.best?.jobs).toBe(5);
    expect(whole.best?.regression.units).toBeGreaterThanOrEqual(whole.regression.units as number);
    const bare = planComparison(scatter, { ...RULE, pairs: 100, ratio: 1.1, power: 0.8, today: null, cost: null });
    expect([bare.today, bare.best]).toEqual([null, null]);
  });
});

describe('repetitions', () => {
  const normals = (cv: number): number[] => {
    const normal = gaussian(3);
    return Array.from({ length: 2000 }, () => 1 + cv * normal());
  };

  // The Normal shortcut, (1.2533 · 1.96 · CV ÷ r)²; exact ranks are a little wider.
  it.each([
    [0.02, 0.01, 24],
    [0.05, 0.01, 151],
    [0.2, 0.05, 97],
  ])('of a CV of %d to ±%d are near %i', (cv, precision, shortcut) => {
    // prettier-ignore
    const needed = repetitions(normals(cv), { precision, seed: 1 }) as number;
    expect(needed).toBeGreaterThanOrEqual(shortcut);
    expect(needed).toBeLessThan(shortcut * 1.3);
  });

  it('are at least ten, and unknown from few values or where they would be too many', () => {
    expect(repetitions([1, 1, 1, 1, 1, 1], { precision: 0.01, seed: 1 })).toBe(10);
    expect(repetitions([1, 1, 1, 1, 1], { precision: 0.01, seed: 1 })).toBeNull();
    expect(repetitions([], { precision: 0.01, seed: 1 })).toBeNull();
    expect(repetitions([1, 2, 1, 2, 1, 2, 1, 2], { precision: 0.001, seed: 1 })).toBeNull();
  });

  it('do not depend on the unit of time', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 6, maxLength: 30 }), (values) => {
        const scaled = values.map((value) => value * 1024);
        expect(repetitions(scaled, { precision: 0.05, seed: 2 })).toBe(repetitions(values, { precision: 0.05, seed: 2 }));
      }),
      { numRuns: 20 },
    );
  });
});
