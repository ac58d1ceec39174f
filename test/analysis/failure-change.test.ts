import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureChange } from '../../src/analysis/failure-change.ts';
import { fisherExact } from '../../src/analysis/fisher-exact.ts';
import { runsTest } from '../../src/analysis/runs-test.ts';
import type { Look } from '../../src/analysis/types.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { looks } from './looks.ts';
import { chanceBounds } from './simulate.ts';

describe('fisherExact', () => {
  it('gives the p of the lady tasting tea, 3 of 4 against 1 of 4', () => {
    const p = fisherExact(3, 4, 1, 4);
    expect(p.twoSided).toBeCloseTo(0.485714, 6);
    expect(p.greater).toBeCloseTo(0.242857, 6);
    expect(p.less).toBeCloseTo(0.985714, 6);
  });

  it('gives the p of R for the twins of convicts (Fisher 1962), 2 of 17 against 10 of 13', () => {
    const p = fisherExact(2, 17, 10, 13);
    expect(p.twoSided).toBeCloseTo(0.0005367, 7);
    expect(p.less).toBeCloseTo(0.0004652, 7);
  });

  it('knows nothing of nothing, and does not mind which side is which', () => {
    expect(fisherExact(0, 0, 3, 9)).toEqual({ twoSided: 1, greater: 1, less: 1 });
    expect(fisherExact(0, 5, 0, 9)).toEqual({ twoSided: 1, greater: 1, less: 1 });
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30), (a, b, c, d) => {
        const [one, other] = [fisherExact(a, a + b, c, c + d), fisherExact(c, c + d, a, a + b)];
        expect(one.twoSided).toBeCloseTo(other.twoSided, 10);
        expect(one.greater).toBeCloseTo(other.less, 10);
        expect(one.greater + one.less).toBeGreaterThan(1 - 1e-9);
      }),
    );
  });
});

describe('runsTest', () => {
  it('agrees with a count of all orders of the same marks', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 11 }), (marks) => {
        const ones = marks.filter(Boolean).length;
        const orders = Array.from({ length: 2 ** marks.length }, (_, bits) =>
          marks.map((_mark, index) => ((bits >> index) & 1) === 1),
        ).filter((order) => order.filter(Boolean).length === ones);
        const runsOf = (order: readonly boolean[]): number =>
          order.filter((mark, index) => index === 0 || mark !== order[index - 1]).length;
        const seen = runsTest(marks);
        expect(seen.runs).toBe(runsOf(marks));
        expect(seen.clustered).toBeCloseTo(orders.filter((order) => runsOf(order) <= seen.runs).length / orders.length, 10);
        expect(seen.alternating).toBeCloseTo(orders.filter((order) => runsOf(order) >= seen.runs).length / orders.length, 10);
        expect(seen.expected).toBeCloseTo(orders.reduce((sum, order) => sum + runsOf(order), 0) / orders.length, 9);
      }),
    );
  });

  it('tells ten failures in a row from ten that are spread, and says nothing of none', () => {
    const spread = Array.from({ length: 100 }, (_, index) => index % 10 === 5);
    const row = Array.from({ length: 100 }, (_, index) => index >= 40 && index < 50);
    expect(runsTest(row).clustered).toBeLessThan(1e-10);
    expect(runsTest(spread).clustered).toBeGreaterThan(0.5);
    expect(runsTest([])).toEqual({ runs: 0, expected: 0, clustered: 1, alternating: 1 });
    expect(runsTest([true])).toMatchObject({ runs: 1, clustered: 1 });
  });
});

describe('failureChange', () => {
  it('sees a share that rose, and leaves out what is unknown', () => {
    const before = looks('.'.repeat(200));
    const after = looks('....x.....?'.repeat(6));
    const found = failureChange(after, before);
    expect(found).toMatchObject({ by: 'looks', window: { n: 60, failed: 6, events: 6 }, baseline: { n: 200, failed: 0 } });
    expect(found.p.greater).toBeCloseTo(fisherExact(6, 60, 0, 200).greater, 12);
    expect(found.p.greater).toBeLessThan(0.001);
  });

  it('counts a cluster as one event', () => {
    const found = failureChange(looks(`${'.'.repeat(50)}xxxxxxxx${'.'.repeat(50)}`), looks(`${'.'.repeat(99)}x`));
    expect(found).toMatchObject({ by: 'events', window: { failed: 8, events: 1 } });
    expect(found.p.greater).toBeGreaterThan(0.5);
  });

  it('says nothing without looks', () => {
    expect(failureChange([], looks('..x..')).p.twoSided).toBe(1);
    expect(failureChange(looks('?'), []).p.twoSided).toBe(1);
  });

  it('cries wolf in at most 5 % of the cases, also where failures come in clusters', () => {
    const random = seededRandom(11);
    const runs = 1000;
    const alone = Array.from({ length: runs }, () => failureChange(bernoulli(random, 100), bernoulli(random, 400)).p.twoSided);
    const pairs = Array.from({ length: runs }, () => failureChange(bursts(random, 100), bursts(random, 400)).p.twoSided);
    const most = chanceBounds(0.05, runs).high;
    expect(alone.filter((p) => p <= 0.05).length / runs).toBeLessThan(most);
    expect(pairs.filter((p) => p <= 0.05).length / runs).toBeLessThan(most);
  });
});

function bernoulli(random: Random, n: number): Look[] {
  return Array.from({ length: n }, (_, index) => ({ at: index, outcome: random() < 0.05 ? 'failed' : 'ok', code: null, obs: index }));
}

/** Five failures in a row, on average one burst in a hundred looks. */
function bursts(random: Random, n: number): Look[] {
  let left = 0;
  return Array.from({ length: n }, (_, index) => {
    if (left > 0) left -= 1;
    else if (random() < 0.01) left = 5;
    return { at: index, outcome: left > 0 ? 'failed' : 'ok', code: null, obs: index };
  });
}
