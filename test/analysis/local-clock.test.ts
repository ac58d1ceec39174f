import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localClock } from '../../src/analysis/local-clock.ts';
import { offsetMs } from '../../src/core/zone-offset.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;

describe('localClock', () => {
  it('is UTC unless told, and knows fixed offsets', () => {
    expect(localClock()(5)).toBe(5);
    expect(localClock('+05:30')(0)).toBe(5.5 * 3_600_000_000);
    expect(localClock('-0330')(0)).toBe(-3.5 * 3_600_000_000);
  });

  it('changes with daylight saving, to the minute', () => {
    const berlin = localClock('Europe/Berlin');
    expect(berlin(at('2024-03-31T00:59:59Z'))).toBe(at('2024-03-31T01:59:59Z'));
    expect(berlin(at('2024-03-31T01:00:00Z'))).toBe(at('2024-03-31T03:00:00Z'));
    expect(berlin(at('2024-10-27T00:59:00Z'))).toBe(at('2024-10-27T02:59:00Z'));
    expect(berlin(at('2024-10-27T01:00:00Z'))).toBe(at('2024-10-27T02:00:00Z'));
    expect(localClock('Australia/Lord_Howe')(at('2024-01-01T00:00:00Z'))).toBe(at('2024-01-01T11:00:00Z'));
  });

  it('says what the zone says at every instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', '+01:00'),
        fc.integer({ min: at('2020-01-01T00:00:00Z') / 1000, max: at('2026-01-01T00:00:00Z') / 1000 }),
        (zone, ms) => {
          expect(localClock(zone)(ms * 1000)).toBe((ms + offsetMs(zone, ms)) * 1000);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses what is no zone', () => {
    for (const zone of ['Mars/Olympus', '', '+5']) expect(() => localClock(zone)(0)).toThrow(/unknown time zone/);
  });
});
