import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultRecovery } from '../../src/analysis/fault-recovery.ts';
import type { FaultedLoad } from '../../src/analysis/faulted-load.ts';
import { slowLimit } from '../../src/analysis/slow-limit.ts';
import { seededRandom } from '../../src/core/random.ts';
import { closedLoop, LENGTHS } from './closed-loop.ts';
import { chanceBounds, shuffled } from './simulate.ts';

/** Between .3 and .5 s: nothing undisturbed is ever slow. */
function steady(seed: number): () => number {
  const random = seededRandom(seed);
  return () => 0.3 + 0.2 * random();
}

function freezes(seed: number, from: number, to: number): FaultedLoad {
  return closedLoop({ workers: 4, horizon: 90, seconds: steady(seed), freeze: { from, to } }, seededRandom(seed));
}

describe('faultRecovery', () => {
  it('finds a service that stood still for eight seconds, between bounds that hold the truth', () => {
    const { loads, withSlow, withDowntime } = faultRecovery([freezes(1, 25, 33)]);
    expect([withSlow, withDowntime]).toEqual([1, 0]);
    const [load] = loads;
    expect(load?.periods).toHaveLength(1);
    expect(load?.slow.min).toBeGreaterThan(6.5);
    expect(load?.slow.min).toBeLessThanOrEqual(8);
    expect(load?.slow.max).toBeGreaterThanOrEqual(8);
    expect(load?.slow.max).toBeLessThan(9.5);
    expect(load?.timeToRecover?.min).toBeLessThanOrEqual(13);
    expect(load?.timeToRecover?.max).toBeGreaterThanOrEqual(13);
    // Each of the four lost eight seconds.
    expect(load?.degradation?.difference.value).toBeCloseTo(8, 0);
    expect(load?.after?.ratio.value).toBeCloseTo(1, 1);
    expect(load?.downtime).toEqual({ min: 0, max: 0 });
  });

  it('finds failures, also where only a part of the calls fail', () => {
    const own = closedLoop({ workers: 4, horizon: 90, seconds: steady(2), refuse: { from: 22, to: 25, share: 0.6 } }, seededRandom(2));
    const { loads, withSlow, downtime } = faultRecovery([own]);
    expect(withSlow).toBe(0);
    expect(loads[0]?.periods).toMatchObject([{ kind: 'failed' }]);
    expect(loads[0]?.downtime.min).toBeGreaterThan(2);
    expect(loads[0]?.downtime.max).toBeGreaterThan(2.9);
    expect(loads[0]?.downtime.max).toBeLessThan(4.5);
    expect(downtime).toMatchObject({ low: null, high: null });
  });

  it('leaves open what was not over when the load ended', () => {
    const own = closedLoop({ workers: 4, horizon: 60, seconds: steady(3), refuse: { from: 50, to: 99, share: 1 } }, seededRandom(3));
    const { loads, downtime, timeToRecover } = faultRecovery([own, freezes(3, 25, 33)]);
    expect(loads[0]?.downtime.max).toBeNull();
    expect(loads[0]?.downtime.min).toBeGreaterThan(9);
    expect(loads[0]?.timeToRecover).toMatchObject({ max: null });
    expect(loads[0]?.after).toBeNull();
    expect(downtime.high).toBeNull();
    expect(timeToRecover.high).toBeNull();
  });

  it('finds nothing where the fault did nothing, and does not call a hung call a hung service', () => {
    const calm = closedLoop({ workers: 4, horizon: 90, seconds: steady(4) }, seededRandom(4));
    expect(faultRecovery([calm]).loads[0]).toMatchObject({ periods: [], timeToRecover: null, degradation: null });
    const hung = closedLoop({ workers: 4, horizon: 90, seconds: (n) => (n === 300 ? 30 : steady(n)()) }, seededRandom(4));
    expect(faultRecovery([hung]).loads[0]?.periods).toEqual([]);
  });

  it('learns what is usual from all loads, and from one without a fault', () => {
    // Half of the time everything takes twice as long, before the fault only in the second load.
    const modes = (phase: number, faultAt: number | null): FaultedLoad => ({
      ...closedLoop(
        { workers: 1, horizon: 90, seconds: (n) => steady(n)() * ((Math.floor(n / 60) + phase) % 2 === 0 ? 1 : 2) },
        seededRandom(5),
      ),
      faultAt,
    });
    expect(faultRecovery([modes(0, 1020e6)]).withSlow).toBe(1);
    expect(faultRecovery([modes(0, 1020e6), modes(1, 1020e6)]).withSlow).toBe(0);
    const compared = faultRecovery([modes(0, 1020e6), modes(0, null)]);
    expect(compared.withSlow).toBe(0);
    expect(compared.loads).toHaveLength(1);
  });

  it('holds the true length, begin and end, whatever the freeze, in any order of the rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 20, max: 50 }),
        fc.double({ min: 3, max: 20, noNaN: true }),
        (seed, from, length) => {
          const own = freezes(seed, from, from + length);
          const { loads } = faultRecovery([own]);
          const [only] = loads[0]?.periods ?? [];
          expect(loads[0]?.periods).toHaveLength(1);
          const [begin, end] = [(1000 + from) * 1e6, (1000 + from + length) * 1e6];
          expect(only?.from.earliest).toBeLessThanOrEqual(begin);
          expect(only?.from.latest).toBeGreaterThanOrEqual(begin - 1);
          expect(only?.to.earliest).toBeLessThanOrEqual(end + 1);
          expect(only?.to.latest).toBeGreaterThanOrEqual(end - 1);
          expect(only?.length.min).toBeLessThanOrEqual(length + 1e-5);
          expect(only?.length.max).toBeGreaterThanOrEqual(length - 1e-5);
          const mixed = { ...own, iterations: shuffled(own.iterations, seededRandom(seed)) };
          expect(faultRecovery([mixed])).toEqual(faultRecovery([own]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not depend on when it was, and follows the unit of time', () => {
    const own = freezes(7, 25, 33);
    const moved = { iterations: own.iterations.map((one) => ({ ...one, at: one.at + 5e14 })), faultAt: (own.faultAt ?? 0) + 5e14 };
    const [plain, later] = [faultRecovery([own]).loads[0], faultRecovery([moved]).loads[0]];
    expect(later?.slow.min).toBeCloseTo(plain?.slow.min ?? 0, 5);
    expect(later?.slow.max).toBeCloseTo(plain?.slow.max ?? 0, 5);
    expect(later?.degradation).toEqual(plain?.degradation);
    const slower = {
      iterations: own.iterations.map(({ at, seconds, failed }) => ({ at: at * 8, seconds: seconds * 8, failed })),
      faultAt: (own.faultAt ?? 0) * 8,
    };
    const eightfold = faultRecovery([slower]).loads[0];
    expect(eightfold?.slow.max).toBeCloseTo(8 * (plain?.slow.max ?? 0), 6);
    expect(eightfold?.degradation?.ratio.value).toBeCloseTo(plain?.degradation?.ratio.value ?? 0, 9);
  });

  it('cries wolf in few undisturbed loads: lognormal, correlated, with spikes', () => {
    const runs = 60;
    for (const [name, make] of Object.entries(LENGTHS)) {
      const wolves = Array.from({ length: runs }, (_, seed) => {
        const load = closedLoop({ workers: 5, horizon: 90, seconds: make(seed + 1) }, seededRandom(seed + 1));
        return faultRecovery([load]).withSlow;
      });
      const rate = wolves.reduce((sum, n) => sum + n, 0) / runs;
      expect(rate, name).toBeLessThanOrEqual(chanceBounds(name === 'spikes' ? 0.05 : 0.01, runs).high);
    }
  });

  it('knows nothing of no load, an empty one, or one without a baseline', () => {
    expect(faultRecovery([])).toMatchObject({ loads: [], withDowntime: 0, withSlow: 0, limit: Number.NaN });
    expect(faultRecovery([{ iterations: [], faultAt: 0 }]).loads).toMatchObject([{ periods: [], timeToRecover: null, after: null }]);
    const one = { iterations: [{ at: 5e6, seconds: 1, failed: true }], faultAt: 0 };
    expect(faultRecovery([one]).loads[0]).toMatchObject({ downtime: { min: 0, max: null }, degradation: null });
  });
});

describe('slowLimit', () => {
  it('is the outlier fence of the logs, the 95/95 limit, or half more than the median, whichever is greatest', () => {
    const even = Array.from({ length: 100 }, (_, index) => 2 ** (index / 50));
    expect(slowLimit(even)).toBeCloseTo(2 ** (1.485 + 2.2 * 0.99), 1);
    expect(slowLimit(Array.from({ length: 100 }, () => 3))).toBe(4.5);
    // A tenth far out: the order statistic knows it, the fence does not.
    expect(slowLimit(Array.from({ length: 100 }, (_, index) => (index % 10 === 0 ? 50 : 3)))).toBe(50);
    expect(slowLimit([2])).toBe(3);
    expect(slowLimit([])).toBeNaN();
  });
});
