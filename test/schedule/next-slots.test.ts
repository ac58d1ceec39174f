import { describe, expect, it } from 'vitest';
import { nextSlots } from '../../src/schedule/next-slots.ts';

const from = Date.parse('2026-11-25T10:30:00Z') * 1000;
const told = (entries: readonly { cron: string; timeZone: string }[], count: number): readonly string[] =>
  nextSlots(entries, from, count).map((slot) => new Date(slot / 1000).toISOString().slice(0, 16));

describe('nextSlots', () => {
  it('gives the next ones, in order', () => {
    expect(told([{ cron: '7 * * * *', timeZone: 'UTC' }], 3)).toEqual(['2026-11-25T11:07', '2026-11-25T12:07', '2026-11-25T13:07']);
  });

  it('takes several entries together, each in its zone', () => {
    const entries = [
      { cron: '0 6 * * *', timeZone: 'Europe/Berlin' },
      { cron: '0 18 * * *', timeZone: 'UTC' },
    ];
    expect(told(entries, 4)).toEqual(['2026-11-25T18:00', '2026-11-26T05:00', '2026-11-26T18:00', '2026-11-27T05:00']);
  });

  it('leaves out the instant it begins at', () => {
    expect(told([{ cron: '30 10 * * *', timeZone: 'UTC' }], 1)).toEqual(['2026-11-26T10:30']);
  });

  it('goes as far as the next leap day', () => {
    expect(told([{ cron: '0 0 29 feb *', timeZone: 'UTC' }], 1)).toEqual(['2028-02-29T00:00']);
  });

  it('gives none where nothing is scheduled', () => {
    expect(told([], 3)).toEqual([]);
    expect(told([{ cron: '7 * * * *', timeZone: 'UTC' }], 0)).toEqual([]);
  });
});
