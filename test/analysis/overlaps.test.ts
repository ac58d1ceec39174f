import { describe, expect, it } from 'vitest';
import { outages } from '../../src/analysis/outages.ts';
import { overlaps } from '../../src/analysis/overlaps.ts';
import { looks } from './looks.ts';

const DOWN = outages(looks('...xxx....xxx'), { openAfter: 3, closeAfter: 2 });

function act(from: number, to: number): { at: number; seconds: number; obs: number } {
  return { at: from * 1e6, seconds: to - from, obs: 77 };
}

describe('overlaps', () => {
  it('links a job that ran while a probe failed', () => {
    expect(overlaps(DOWN, [act(4, 4.5)])).toEqual([{ outage: 0, obs: 77, certain: true }]);
    expect(overlaps(DOWN, [act(0, 3)])).toEqual([{ outage: 0, obs: 77, certain: true }]);
    expect(overlaps(DOWN, [act(5, 9)])).toEqual([{ outage: 0, obs: 77, certain: true }]);
    expect(overlaps(DOWN, [act(0, 20)])).toEqual([
      { outage: 0, obs: 77, certain: true },
      { outage: 1, obs: 77, certain: true },
    ]);
  });

  it('says perhaps between the outer bounds, and nothing beyond them', () => {
    expect(overlaps(DOWN, [act(2.2, 2.8)])).toEqual([{ outage: 0, obs: 77, certain: false }]);
    expect(overlaps(DOWN, [act(5.1, 5.9)])).toEqual([{ outage: 0, obs: 77, certain: false }]);
    expect(overlaps(DOWN, [act(0, 1.9), act(6.1, 8.9)])).toEqual([]);
    // Open: nobody saw it end.
    expect(overlaps(DOWN, [act(100, 101)])).toEqual([{ outage: 1, obs: 77, certain: false }]);
    expect(overlaps([], [act(0, 1)])).toEqual([]);
    expect(overlaps(DOWN, [])).toEqual([]);
  });

  it('links to a single failed look when asked so', () => {
    const single = outages(looks('..x..'), { openAfter: 1, closeAfter: 1 });
    expect(overlaps(single, [act(1.5, 2.5)])).toMatchObject([{ certain: true }]);
  });
});
