import { describe, expect, it } from 'vitest';
import { availability } from '../../src/analysis/availability.ts';
import { expectedAvailability } from '../../src/analysis/expected-availability.ts';
import { outages } from '../../src/analysis/outages.ts';
import { poissonInterval } from '../../src/analysis/poisson-interval.ts';
import { timeBetweenOutages } from '../../src/analysis/time-between-outages.ts';
import { timeToRepair } from '../../src/analysis/time-to-repair.ts';
import type { Estimate, Look } from '../../src/analysis/types.ts';
import { seededRandom } from '../../src/core/random.ts';
import { looks } from './looks.ts';
import { chanceBounds } from './simulate.ts';
import { simulatedOutages } from './simulated-outages.ts';

const RULE = { openAfter: 3, closeAfter: 2 };

function figures(seen: readonly Look[], rule = RULE) {
  const found = outages(seen, rule);
  const share = availability(seen, found, []);
  return {
    between: timeBetweenOutages(found, share),
    repair: timeToRepair(found),
    expected: expectedAvailability(found, share),
  };
}

function holds({ low, high }: Estimate, truth: number): boolean {
  return (low ?? -Infinity) <= truth && truth <= (high ?? Infinity);
}

describe('poissonInterval', () => {
  it.each([
    [0, 0, 3.688879],
    [1, 0.025318, 5.571643],
    [5, 1.623486, 11.668332],
    [10, 4.795389, 18.390356],
  ])('of %i events holds means from %f to %f', (count, low, high) => {
    expect(poissonInterval(count).low).toBeCloseTo(low, 6);
    expect(poissonInterval(count).high).toBeCloseTo(high, 6);
  });
});

describe('timeBetweenOutages', () => {
  it('is the observed up time over the outages that began, with the exact interval', () => {
    // 20 s watched, down 2 … 4 s: 16 … 18 s up.
    const { between } = figures(looks('.......xxx...........'));
    expect(between.began).toBe(1);
    expect(between.seconds.value).toBe(17);
    expect(between.seconds.low).toBeCloseTo(16 / 5.571643, 5);
    expect(between.seconds.high).toBeCloseTo(18 / 0.0253178, 2);
  });

  it('has only a lower bound without an outage, and does not count one that was there at the start', () => {
    const { between } = figures(looks('.....................'));
    expect(between).toMatchObject({ began: 0, seconds: { value: Infinity, high: null } });
    expect(between.seconds.low).toBeCloseTo(20 / 3.688879, 5);
    expect(figures(looks('xxx........')).between.began).toBe(0);
    expect(figures([]).between.seconds).toMatchObject({ low: null, high: null });
  });
});

describe('timeToRepair', () => {
  it('brackets the median by the shortest and the longest lengths, open ones included', () => {
    expect(figures(looks('.xxx..xxxxx..xxxxxxx..')).repair).toMatchObject({
      outages: 3,
      open: 0,
      shortest: 4,
      longest: 6,
      median: { value: 5 },
      mean: 5,
    });
    expect(figures(looks('.xxx..xxxxxxx')).repair).toMatchObject({ outages: 2, open: 1, shortest: 2, longest: 4 });
  });

  it('is out of reach while the only outage lasts, and unknown without any', () => {
    expect(figures(looks('..xxxx')).repair).toMatchObject({ open: 1, shortest: null, longest: null, median: { value: Infinity } });
    expect(figures(looks('.....')).repair).toMatchObject({ outages: 0, shortest: null, longest: null });
    expect(figures(looks('.....')).repair.mean).toBeNaN();
  });
});

describe('expectedAvailability', () => {
  it('is wider than what was seen, and counts outages, not looks', () => {
    const pattern = `${'.'.repeat(400)}xxxx${'.'.repeat(400)}xxxxx${'.'.repeat(400)}`;
    const { expected } = figures(looks(pattern));
    const seen = availability(looks(pattern), outages(looks(pattern), RULE), []).share;
    expect(expected.value).toBe(seen.value);
    expect(expected.low).toBeLessThan((seen.low as number) - 0.005);
    expect(expected.high).toBeGreaterThan(seen.high as number);
    // Ten times as many looks in the same time bring no more outages.
    const dense = looks(pattern.replaceAll('.', '.'.repeat(10)).replaceAll('x', 'x'.repeat(10))).map((look) => ({
      ...look,
      at: look.at / 10,
    }));
    expect(figures(dense).expected.low).toBeCloseTo(expected.low as number, 1);
  });

  it('gives no lower bound until an outage has ended, and nothing when nothing was observed', () => {
    expect(figures(looks('......')).expected).toMatchObject({ value: 1, low: null, high: 1 });
    expect(figures(looks('...xxx')).expected).toMatchObject({ low: null, high: 1 });
    expect(figures([]).expected).toMatchObject({ low: null, high: null });
    const { low, high } = figures(looks('xxx....')).expected;
    expect(low).toBeLessThan(0.5);
    expect(high).toBe(1);
  });
});

describe('in a simulated history', () => {
  const RUNS = 300;
  const MODEL = { meanUp: 3600, meanDown: 600, lengths: 'exponential', every: 30, horizon: 40_000 } as const;
  const histories = (() => {
    const random = seededRandom(5);
    return Array.from({ length: RUNS }, () => simulatedOutages(MODEL, random));
  })();

  it('the bounds of every outage hold the truth', () => {
    let seen = 0;
    for (const { looks: own, down } of histories) {
      for (const { lastOkAt, firstBadAt, lastBadAt, firstOkAt, downtime } of outages(own, { openAfter: 1, closeAfter: 1 })) {
        const inside = down.filter(({ from, to }) => from * 1e6 <= lastBadAt + 1 && to * 1e6 >= firstBadAt - 1);
        // Two outages with no look between them are seen as one.
        if (inside.length !== 1 || firstOkAt === null || lastOkAt === null) continue;
        const [{ from, to }] = inside as [{ from: number; to: number }];
        seen += 1;
        expect(from * 1e6).toBeGreaterThanOrEqual(lastOkAt - 1);
        expect(from * 1e6).toBeLessThanOrEqual(firstBadAt + 1);
        expect(to * 1e6).toBeGreaterThanOrEqual(lastBadAt - 1);
        expect(to * 1e6).toBeLessThanOrEqual(firstOkAt + 1);
        expect(to - from).toBeGreaterThanOrEqual(downtime.min - 1e-5);
        expect(to - from).toBeLessThanOrEqual((downtime.max as number) + 1e-5);
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });

  it('the intervals hold the true MTBF, median length and availability in 95 % of the histories', () => {
    const all = histories.map(({ looks: own }) => figures(own, { openAfter: 1, closeAfter: 1 }));
    const least = chanceBounds(0.95, RUNS).low;
    const share = (test: (one: (typeof all)[number]) => boolean): number => all.filter(test).length / RUNS;
    expect(share(({ between }) => holds(between.seconds, 3600))).toBeGreaterThan(least);
    expect(share(({ repair }) => holds(repair.median, 600 * Math.LN2))).toBeGreaterThan(least);
    expect(share(({ expected }) => holds(expected, 3600 / 4200))).toBeGreaterThan(least);
  });
});
