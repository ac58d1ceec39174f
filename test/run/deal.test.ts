import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deal } from '../../src/run/deal.ts';

describe('deal', () => {
  it('deals 120 jobs over 7 instances as 18 and six times 17', () => {
    expect(deal(120, 7).map((share) => share.length)).toEqual([18, 17, 17, 17, 17, 17, 17]);
  });

  it('gives every job to exactly one instance, evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 40 }), (jobs, instances) => {
        const shares = deal(jobs, instances);
        expect(shares.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: jobs }, (_, index) => index + 1));
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
