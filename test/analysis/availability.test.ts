import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availability, overStretches, type Availability } from '../../src/analysis/availability.ts';
import { outages } from '../../src/analysis/outages.ts';
import type { Look } from '../../src/analysis/types.ts';
import { looks } from './looks.ts';

function of(seen: readonly Look[], gaps: readonly { fromAt: number; toAt: number }[] = []): Availability {
  return availability(seen, outages(seen, { openAfter: 3, closeAfter: 2 }), gaps);
}

describe('availability', () => {
  it('gives both bounds of the down time on the time between first and last look', () => {
    const result = of(looks('...xxx.....'));
    expect(result).toMatchObject({ observedSeconds: 10, unknownSeconds: 0, downSeconds: { min: 2, max: 4 } });
    expect(result.share).toEqual({ value: 0.7, low: 0.6, high: 0.8, level: 1 });
  });

  it('is 1 without an outage; lone failures are counted elsewhere', () => {
    expect(of(looks('.x..x.x.')).share).toEqual({ value: 1, low: 1, high: 1, level: 1 });
  });

  it('takes our own gaps for unknown: neither up nor down', () => {
    const seen = [...looks('.....'), ...looks('.....', { from: 100 })];
    expect(of(seen, [{ fromAt: 5e6, toAt: 99e6 }])).toMatchObject({ observedSeconds: 10, unknownSeconds: 94, share: { value: 1 } });
    // Overlapping gaps, and gaps beyond what was looked at, count once and not at all.
    const gaps = [
      { fromAt: 5e6, toAt: 60e6 },
      { fromAt: 50e6, toAt: 99e6 },
      { fromAt: 500e6, toAt: 600e6 },
    ];
    expect(of(seen, gaps)).toMatchObject({ observedSeconds: 10, unknownSeconds: 94 });
  });

  it('does not count a gap inside an outage as down', () => {
    const seen = [...looks('..xx'), ...looks('x...', { from: 100 })];
    expect(of(seen, [{ fromAt: 3e6, toAt: 100e6 }])).toMatchObject({ observedSeconds: 6, downSeconds: { min: 1, max: 3 } });
  });

  it('is blind from the known look before an unknown one to the known look after it', () => {
    expect(of(looks('..??..'))).toMatchObject({ observedSeconds: 2, unknownSeconds: 3 });
    expect(of(looks('??..'))).toMatchObject({ observedSeconds: 1, unknownSeconds: 2 });
    expect(of(looks('..??'))).toMatchObject({ observedSeconds: 1, unknownSeconds: 2 });
  });

  it('bounds what began before the first look or had not ended at the last by those', () => {
    expect(of(looks('xxx...'))).toMatchObject({ downSeconds: { min: 2, max: 3 } });
    expect(of(looks('...xxx'))).toMatchObject({ downSeconds: { min: 2, max: 3 } });
    expect(of(looks('xxxx'))).toMatchObject({ downSeconds: { min: 3, max: 3 }, share: { value: 0 } });
  });

  it('knows nothing from no look, one look, or only unknown ones', () => {
    for (const seen of [[], looks('.'), looks('x'), looks('???')]) {
      const result = of(seen);
      expect(result).toMatchObject({ observedSeconds: 0, downSeconds: { min: 0, max: null }, share: { low: null, high: null } });
      expect(result.share.value).toBeNaN();
    }
  });

  it('adds up over stretches between which nobody looked', () => {
    const two = overStretches([of(looks('...xxx.....')), of(looks('..........', { from: 5000 }))]);
    expect(two).toMatchObject({ observedSeconds: 19, unknownSeconds: 0, downSeconds: { min: 2, max: 4 } });
    expect(two.share.high).toBeCloseTo(1 - 2 / 19, 12);
    expect(overStretches([of(looks('.')), of(looks('...'))])).toMatchObject({ observedSeconds: 2, share: { value: 1 } });
    expect(overStretches([]).share.value).toBeNaN();
  });

  it('accounts for every second, and keeps its bounds in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('.', 'x', '?', 's'), { minLength: 1, maxLength: 60 }),
        fc.nat(70),
        fc.nat(30),
        (marks, from, length) => {
          const result = of(looks(marks.join('')), [{ fromAt: from * 1e6, toAt: (from + length) * 1e6 }]);
          expect(result.observedSeconds + result.unknownSeconds).toBeCloseTo(marks.length - 1, 9);
          fc.pre(result.observedSeconds > 0);
          expect(result.share.low).toBeLessThanOrEqual(result.share.high as number);
          expect(result.share.low).toBeGreaterThanOrEqual(0);
          expect(result.share.high).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
