import { describe, expect, it } from 'vitest';
import { burnRates } from '../../src/analysis/burn-rate.ts';
import type { Look } from '../../src/analysis/types.ts';

/** One look every `stepS` seconds up to `now`, of which those whose age in seconds `fails` accepts failed. */
function series(stepS: number, count: number, fails: (ageS: number) => boolean): Look[] {
  return Array.from({ length: count }, (_, index) => ({
    at: NOW - index * stepS * 1e6,
    outcome: fails(index * stepS) ? 'failed' : 'ok',
    code: null,
    obs: count - index,
  }));
}

const NOW = 1e15;
const HALF_MINUTE = { objective: 0.999, now: NOW };

describe('burnRates', () => {
  it('pages on both windows: one look in thirty failed for an hour burns 33 times too fast', () => {
    const [hour, six, days] = burnRates(
      series(1, 15_000, (age) => age % 30 === 0 && age < 3600),
      HALF_MINUTE,
    );
    expect(hour).toMatchObject({ state: 'burning', decidedBy: 'both', long: { n: 3600, failed: 120 }, short: { n: 300, failed: 10 } });
    expect(hour?.long.rate).toBeCloseTo(33.3, 1);
    expect(six).toMatchObject({ state: 'burning', long: { failed: 120 } });
    expect(days).toMatchObject({ state: 'burning' });
  });

  it('stops when the short window is clean again', () => {
    const [hour] = burnRates(
      series(1, 4000, (age) => age > 300 && age < 900),
      HALF_MINUTE,
    );
    expect(hour).toMatchObject({ state: 'quiet', short: { failed: 0 } });
    expect(hour?.long.rate).toBeGreaterThan(14.4);
  });

  it('lets the long window decide where the short one has too few looks', () => {
    const [hour] = burnRates(
      series(60, 300, (age) => age > 300 && age < 1200),
      HALF_MINUTE,
    );
    expect(hour).toMatchObject({ state: 'burning', decidedBy: 'long', short: { n: 5, failed: 0 } });
  });

  it('does not burn on one lone failure, nor below the factor', () => {
    expect(
      burnRates(
        series(60, 5000, (age) => age === 60),
        HALF_MINUTE,
      )[0],
    ).toMatchObject({ state: 'quiet', long: { failed: 1 } });
    const slow = burnRates(
      series(1, 260_000, (age) => age % 500 === 0),
      HALF_MINUTE,
    );
    expect(slow.map(({ state }) => state)).toEqual(['quiet', 'quiet', 'burning']);
  });

  it('knows nothing from too few looks or unknown ones, and does not look ahead', () => {
    const states = (looks: readonly Look[]): readonly string[] => burnRates(looks, HALF_MINUTE).map(({ state }) => state);
    expect(states([])).toEqual(['unknown', 'unknown', 'unknown']);
    expect(states(series(60, 9, () => true))).toEqual(['unknown', 'unknown', 'unknown']);
    expect(states(series(60, 50, () => true).map((look) => ({ ...look, outcome: 'unknown' })))).toEqual(['unknown', 'unknown', 'unknown']);
    expect(states(series(60, 50, () => true).map((look) => ({ ...look, at: look.at + 1e12 })))[0]).toBe('unknown');
  });
});
