import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/schedule/cron.ts';
import { slotsBetween } from '../../src/schedule/slots.ts';

const us = (iso: string): number => Date.parse(iso) * 1000;
const iso = (slots: readonly number[]): string[] => slots.map((slot) => new Date(slot / 1000).toISOString().slice(0, 16));
const between = (cron: string, zone: string, from: string, to: string): string[] =>
  iso(slotsBetween(parseCron(cron), zone, us(from), us(to)));

describe('slotsBetween', () => {
  it('leaves out the start and takes in the end', () => {
    expect(between('0 * * * *', 'UTC', '2026-11-25T10:00Z', '2026-11-25T12:00Z')).toEqual(['2026-11-25T11:00', '2026-11-25T12:00']);
  });

  it('runs a slot of the hour that summer time skips at the next valid minute, once', () => {
    // Europe/Berlin 2026-03-29: 02:00 → 03:00 local, at 01:00 UTC.
    expect(between('0,15,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29T01:00']);
  });

  it('runs a slot of the hour that comes twice only the first time', () => {
    // Europe/Berlin 2026-10-25: 03:00 → 02:00 local, at 01:00 UTC; 02:30 is 00:30 and again 01:30 UTC.
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual(['2026-10-25T00:30']);
  });

  it('handles a half-hour change (Lord Howe) and a zone without a whole-hour offset', () => {
    // Australia/Lord_Howe 2026-10-04: 02:00 → 02:30 local, at 15:30 UTC on the 3rd.
    expect(between('10 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-03T20:00Z')).toEqual(['2026-10-03T15:30']);
    expect(between('0 6 * * *', 'Asia/Kathmandu', '2026-01-01T00:00Z', '2026-01-01T12:00Z')).toEqual(['2026-01-01T00:15']);
  });

  it('takes days or weekdays when both are restricted', () => {
    expect(between('0 0 13 * fri', 'UTC', '2026-11-08T00:00Z', '2026-11-21T00:00Z')).toEqual(['2026-11-13T00:00', '2026-11-20T00:00']);
    expect(between('0 0 1 * wed', 'UTC', '2026-11-24T00:00Z', '2026-12-02T00:00Z')).toEqual([
      '2026-11-25T00:00',
      '2026-12-01T00:00',
      '2026-12-02T00:00',
    ]);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Africa/Casablanca'])(
    'gives every day one slot over a year in %s',
    (zone) => {
      const slots = slotsBetween(parseCron('30 2 * * *'), zone, us('2026-01-01T00:00Z'), us('2027-01-01T00:00Z'));
      expect(slots).toHaveLength(365);
      expect(new Set(slots).size).toBe(365);
    },
  );
});
