import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochTime, parseTime } from '../../src/files/parse-time.ts';

describe('parseTime', () => {
  it.each([
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-02-29 10:15:02', '2024-02-29T10:15:02.000Z'],
    ['2024-02-29T10:15', '2024-02-29T10:15:00.000Z'],
    ['2024-02-29T10:15:02.123Z', '2024-02-29T10:15:02.123Z'],
    ['2024-02-29 10:15:02,5 UTC', '2024-02-29T10:15:02.500Z'],
    ['2024-02-29T10:15:02+02:00', '2024-02-29T08:15:02.000Z'],
    ['2024-02-29T10:15:02-0530', '2024-02-29T15:45:02.000Z'],
    ['2024-02-29T10:15:02+02', '2024-02-29T08:15:02.000Z'],
    ['2025.01.01 3:00:00 +0100', '2025-01-01T02:00:00.000Z'],
    ['2024/2/9 1:02', '2024-02-09T01:02:00.000Z'],
    ['20240229T101502Z', '2024-02-29T10:15:02.000Z'],
    ['  1709201702 ', '2024-02-29T10:15:02.000Z'],
    ['1709201702.25', '2024-02-29T10:15:02.250Z'],
    ['1709201702123', '2024-02-29T10:15:02.123Z'],
    ['1709201702123456', '2024-02-29T10:15:02.123Z'],
    ['1709201702123456789', '2024-02-29T10:15:02.123Z'],
    ['1600-01-15', '1600-01-15T00:00:00.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
  ])('reads %j as %s', (text, iso) => {
    expect(new Date(parseTime(text) / 1000).toISOString()).toBe(iso);
  });

  it('keeps microseconds', () => {
    expect(parseTime('1970-01-01T00:00:00.000001Z')).toBe(1);
    expect(parseTime('1970-01-01T00:00:00.123456789Z')).toBe(123_457);
  });

  it.each([
    '',
    'yesterday',
    '2024-02-30',
    '2024-13-01',
    '2024-02-29 24:00',
    '2024-02-29 10:60',
    '29.02.2024',
    '02/29/2024',
    '2024-02-29x',
    '0x10',
    '1e',
    '-',
    'NaN',
    'Infinity',
    '2024-02/29',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it('reads what toISOString writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime() * 1000);
      }),
    );
  });

  it('tells the unit of an epoch by its size, for every instant from 1974 to 2200', () => {
    fc.assert(
      fc.property(fc.integer({ min: 130_000_000, max: 7_258_118_400 }), (seconds) => {
        for (const factor of [1, 1e3, 1e6, 1e9]) expect(Math.abs(epochTime(seconds * factor) - seconds * 1e6)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
