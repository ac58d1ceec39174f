import { describe, expect, it } from 'vitest';
import { planBeat, TOLERANCE_US } from '../../src/schedule/plan.ts';

const now = 1_000_000_000_000;

describe('planBeat', () => {
  it('starts a slot that has just come', () => {
    expect(planBeat([now - 1], now, false)).toEqual({ run: now - 1, missed: [], skipped: [] });
  });

  it('marks a slot missed when the beat is later than the tolerance', () => {
    expect(planBeat([now - TOLERANCE_US - 1], now, false)).toEqual({ run: null, missed: [now - TOLERANCE_US - 1], skipped: [] });
  });

  it('skips a slot that falls while the last one is running', () => {
    expect(planBeat([now - 5], now, true)).toEqual({ run: null, missed: [], skipped: [now - 5] });
  });

  it('starts the newer of two timely slots and loses the older', () => {
    expect(planBeat([now - 70_000_000, now - 10], now, false)).toEqual({ run: now - 10, missed: [now - 70_000_000], skipped: [] });
  });

  it('does nothing when nothing came due', () => {
    expect(planBeat([], now, false)).toEqual({ run: null, missed: [], skipped: [] });
  });
});
