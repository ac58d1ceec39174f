import { describe, expect, it } from 'vitest';
import { failureShare } from '../../src/analysis/failures.ts';
import { outages } from '../../src/analysis/outages.ts';
import type { Look } from '../../src/analysis/types.ts';
import { looks } from './looks.ts';

const RULE = { openAfter: 3, closeAfter: 2 };

function shareOf(seen: readonly Look[]): ReturnType<typeof failureShare> {
  return failureShare(seen, outages(seen, RULE));
}

describe('failureShare', () => {
  it('counts one failure in ten, by code, with its interval and its observations', () => {
    const seen = looks('.........x'.repeat(6), { code: 'max_retries_exceeded' });
    const found = shareOf(seen);
    expect(found).toMatchObject({ n: 60, failed: 6, unknown: 0, share: { value: 0.1 } });
    expect(found.codes).toMatchObject([{ code: 'max_retries_exceeded', n: 6, observations: [10, 20, 30, 40, 50, 60] }]);
    expect(found.share.low).toBeCloseTo(0.0466, 3);
    expect(found.share.high).toBeCloseTo(0.2015, 3);
  });

  it('leaves out outages, their lone successes too, and what is unknown', () => {
    expect(shareOf(looks('..xxx.x..?x.'))).toMatchObject({ n: 6, failed: 1, unknown: 1 });
    expect(shareOf(looks('..xxx.'))).toMatchObject({ n: 2, failed: 0, share: { value: 0 } });
  });

  it('does not turn no looks into no failures', () => {
    expect(shareOf([])).toMatchObject({ n: 0, failed: 0, share: { value: Number.NaN, low: null, high: null }, codes: [] });
    expect(shareOf(looks('???')).share.value).toBeNaN();
    expect(shareOf(looks('xxxx')).n).toBe(0);
  });

  it('orders codes by how often they came', () => {
    const codes = ['b', 'a', 'a', 'c', 'b', 'a'];
    const seen = codes.flatMap((code, index) => [...looks('.', { from: 2 * index }), ...looks('x', { code, from: 2 * index + 1 })]);
    expect(shareOf(seen).codes.map(({ code, n }) => [code, n])).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ]);
  });
});
