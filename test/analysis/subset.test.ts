import { describe, expect, it } from 'vitest';
import { subsetAgrees } from '../../src/analysis/subset.ts';
import { gaussian } from './simulate.ts';

describe('subsetAgrees', () => {
  const normal = gaussian(4);
  const steady = Array.from({ length: 48 }, () => 10 + 0.2 * normal());
  const later = Array.from({ length: 72 }, () => 14 + 1.5 * normal());

  it('agrees for a part of a stretch in which nothing happened', () => {
    const all = [...steady, ...Array.from({ length: 72 }, () => 10 + 0.2 * normal())];
    expect(subsetAgrees(all, steady)).toEqual({ medianInside: true, spreadInside: true });
  });

  it('does not for a part chosen before things got worse', () => {
    expect(subsetAgrees([...steady, ...later], steady)).toEqual({ medianInside: false, spreadInside: false });
  });

  it('leaves failures out, and does not agree with what it cannot know', () => {
    expect(subsetAgrees([...steady, null, null], [...steady.slice(0, 40), null]).medianInside).toBe(true);
    expect(subsetAgrees([1, 2, 3], [2])).toEqual({ medianInside: false, spreadInside: false });
    expect(subsetAgrees(steady, [null])).toEqual({ medianInside: false, spreadInside: false });
    expect(subsetAgrees([], [])).toEqual({ medianInside: false, spreadInside: false });
  });
});
