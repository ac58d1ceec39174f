import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../reports/claim.ts';
import { formatQuantity, type Unit } from '../../reports/quantity.ts';

describe('formatQuantity', () => {
  it.each([
    [1.23456, 'seconds', '1.235 s'],
    [0.0123456, 'seconds', '12.35 ms'],
    [0.00000123456, 'seconds', '1.235 µs'],
    [7199, 'seconds', '7199 s'],
    [7200, 'seconds', '2.000 h'],
    [0, 'seconds', '0 s'],
    [-0.5, 'seconds', '-500.0 ms'],
    [45_678_901, 'bytes_per_second', '45.68 MB/s'],
    [123_456, 'events_per_second', '123500 events/s'],
    [0.0418, 'percent', '4.18 %'],
    [1, 'percent', '100 %'],
    [0, 'percent', '0 %'],
    [0.99995, 'percent', '99.9950 %'],
    [0.99999995, 'percent', '99.999995 %'],
    [0.000004, 'percent', '0.0004 %'],
    [1.2e-9, 'number', '1.200e-9'],
    [123_456_789, 'number', '123500000'],
    [0.8421, 'factor', '0.842 ×'],
    [12.34, 'factor', '12.34 ×'],
    [21, 'count', '21'],
    [0.00058, 'p', '0.00058'],
    [0.0000123, 'p', '1.2e-5'],
    [0, 'p', '< 1e-300'],
    [Number.NaN, 'seconds', 'unknown'],
    [Infinity, 'factor', 'unknown'],
  ] as const)('%s %s is %s', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });

  it('never calls a share that is not whole 100 %, and none that is there 0 %', () => {
    assert(
      property(double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(formatQuantity(share, 'percent'));
      }),
    );
  });

  it('prints a number that reads back within half a per cent', () => {
    const units: readonly (readonly [Unit, Readonly<Record<string, number>>])[] = [
      ['seconds', { h: 3600, s: 1, ms: 1e-3, µs: 1e-6 }],
      ['bytes', { GB: 1e9, MB: 1e6, kB: 1e3, B: 1 }],
      ['percent', { '%': 0.01 }],
    ];
    assert(
      property(double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
        for (const [unit, scales] of units) {
          const [number, name] = formatQuantity(value, unit).split(' ');
          if (unit === 'bytes' && value < 1) continue;
          const back = Number(number) * (scales[name ?? ''] ?? Number.NaN);
          expect(Math.abs(back / value - 1)).toBeLessThan(unit === 'percent' && value < 1e-4 ? 0.5 : 0.0051);
        }
      }),
    );
  });
});

describe('constant', () => {
  it('prints no zeros that would claim a precision', () => {
    expect([0.05, 0.995, 1, 0.1].map((value) => constant(value, 'percent', 'x').text)).toEqual(['5 %', '99.5 %', '100 %', '10 %']);
    expect(constant(1, 'seconds', 'x').text).toBe('1 s');
    expect(constant(20, 'count', 'x').text).toBe('20');
  });
});
