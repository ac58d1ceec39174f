import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outages } from '../../src/analysis/outages.ts';
import type { Look } from '../../src/analysis/types.ts';
import { seededRandom } from '../../src/core/random.ts';
import { looks } from './looks.ts';
import { shuffled } from './simulate.ts';

const RULE = { openAfter: 3, closeAfter: 2 };

describe('outages', () => {
  it('opens at the third failure in a row, and reaches back to the first', () => {
    expect(outages(looks('..xx..xx..'), RULE)).toEqual([]);
    expect(outages(looks('..xxx..'), RULE)).toEqual([
      {
        code: 'timeout',
        lastOkAt: 1e6,
        firstBadAt: 2e6,
        lastBadAt: 4e6,
        firstOkAt: 5e6,
        downtime: { min: 2, max: 4 },
        looks: 3,
        observations: [3, 4, 5],
      },
    ]);
  });

  it('does not close at a single success', () => {
    expect(outages(looks('.xxx.x..'), RULE)).toMatchObject([{ firstBadAt: 1e6, lastBadAt: 5e6, firstOkAt: 6e6, looks: 4 }]);
    expect(outages(looks('.xxx..xxx..'), RULE)).toMatchObject([{ firstOkAt: 4e6 }, { lastOkAt: 5e6, firstBadAt: 6e6 }]);
  });

  it('takes a slow look for a success', () => {
    expect(outages(looks('sxxxss'), RULE)).toMatchObject([{ lastOkAt: 0, firstOkAt: 4e6 }]);
  });

  it('lets unknown looks neither open, close nor bound an outage', () => {
    expect(outages(looks('.x?x?..'), RULE)).toEqual([]);
    expect(outages(looks('.?x?x?x?.?.'), RULE)).toMatchObject([{ lastOkAt: 0, firstBadAt: 2e6, lastBadAt: 6e6, firstOkAt: 8e6, looks: 3 }]);
    expect(outages(looks('??????'), RULE)).toEqual([]);
  });

  it('leaves open what had not ended, and unbounded what was there at the start', () => {
    expect(outages(looks('.xxx.'), RULE)).toMatchObject([{ firstOkAt: null, downtime: { min: 2, max: null } }]);
    expect(outages(looks('xxx..'), RULE)).toMatchObject([{ lastOkAt: null, firstOkAt: 3e6, downtime: { min: 2, max: null } }]);
    expect(outages(looks('xxx'), RULE)).toMatchObject([{ lastOkAt: null, firstOkAt: null }]);
  });

  it('names the most frequent code, and one even where none was given', () => {
    const mixed = [...looks('.x', { code: 'refused' }), ...looks('xx..', { code: 'timeout', from: 2 })];
    expect(outages(mixed, RULE)[0]?.code).toBe('timeout');
    expect(
      outages(
        looks('xxx').map((look) => ({ ...look, code: null })),
        RULE,
      )[0]?.code,
    ).toBe('failed');
  });

  it('follows the rule that it is given', () => {
    expect(outages(looks('.x.'), { openAfter: 1, closeAfter: 1 })).toMatchObject([{ lastOkAt: 0, firstBadAt: 1e6, firstOkAt: 2e6 }]);
    expect(outages([], RULE)).toEqual([]);
  });

  it('bounds the true start, end and length of any silence that it sees, in whatever order the rows come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.2, max: 3, noNaN: true }), { minLength: 20, maxLength: 80 }),
        fc.double({ min: 0.05, max: 0.6, noNaN: true }),
        fc.double({ min: 0.1, max: 0.35, noNaN: true }),
        fc.integer(),
        (steps, begin, share, seed) => {
          let at = 0;
          const instants = steps.map((step) => Math.round((at += step) * 1e6));
          const [start, end] = [begin * at * 1e6, (begin + share) * at * 1e6];
          const seen: Look[] = instants.map((instant, obs) => {
            const isDown = instant >= start && instant < end;
            return { at: instant, outcome: isDown ? 'failed' : 'ok', code: isDown ? 'timeout' : null, obs };
          });
          const failed = seen.filter(({ outcome }) => outcome === 'failed').length;
          const before = seen.some((look) => look.at < start);
          const after = seen.filter((look) => look.at >= end).length;
          fc.pre(failed >= 3 && before && after >= 2);
          const found = outages(shuffled(seen, seededRandom(seed)), RULE);
          expect(found).toHaveLength(1);
          const [only] = found;
          expect(only?.lastOkAt).toBeLessThan(start);
          expect(only?.firstBadAt).toBeGreaterThanOrEqual(start);
          expect(only?.lastBadAt).toBeLessThan(end);
          expect(only?.firstOkAt).toBeGreaterThanOrEqual(end);
          expect(only?.downtime.min).toBeLessThanOrEqual((end - start) / 1e6);
          expect(only?.downtime.max).toBeGreaterThanOrEqual((end - start) / 1e6);
        },
      ),
    );
  });

  it('opens for independent failures as rarely as (1 − p³) / (p³ (1 − p)) looks say', () => {
    const random = seededRandom(17);
    const n = 400_000;
    const p = 0.05;
    const seen: Look[] = Array.from({ length: n }, (_, index) => ({
      at: index * 1e6,
      outcome: random() < p ? 'failed' : 'ok',
      code: null,
      obs: index,
    }));
    const expected = n / ((1 - p ** 3) / (p ** 3 * (1 - p)));
    expect(Math.abs(outages(seen, RULE).length - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});
