import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationOption, instantOption, jobsRange, positiveNumber, shareOption, shareWithin, wholeNumber } from '../../src/cli/options.ts';

describe('wholeNumber', () => {
  it('takes every whole number from min to max', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (n) => {
        expect(wholeNumber(1, 1_000)(String(n))).toBe(n);
      }),
    );
  });
  it.each(['', ' ', '0', '-1', '1.5', '1e3', '0x10', '1001', '99999999999999999999', 'NaN', 'Infinity', '3 ', '٣', 'x'])(
    'refuses %j',
    (text) => {
      expect(() => wholeNumber(1, 1_000)(text)).toThrow('Expected a whole number from 1 to 1000.');
    },
  );
});

describe('shareOption', () => {
  it.each([
    ['0', 0],
    ['.03', 0.03],
    ['3%', 0.03],
    ['3.5 %', 0.035],
    ['1e-6', 1e-6],
    ['1', 1],
    ['100%', 1],
  ])('takes %j', (text, share) => expect(shareOption(text)).toBeCloseTo(share, 15));

  it.each(['', '%', '1.5', '101%', '-0.1', 'x', '0x1', '.', 'NaN', '1e3'])('refuses %j', (text) => {
    expect(() => shareOption(text)).toThrow('Expected a share from 0 to 1, such as 0.03 or 3%.');
  });
});

describe('positiveNumber', () => {
  it('takes decimals', () => expect(['3', '0.5', '.25', '10'].map((text) => positiveNumber(10)(text))).toEqual([3, 0.5, 0.25, 10]));
  it.each(['', '0', '0.0', '-1', '10.1', '1e1', 'x', '5%', '.', '3 '])('refuses %j', (text) => {
    expect(() => positiveNumber(10)(text)).toThrow('Expected a number above 0, up to 10.');
  });
});

describe('shareWithin', () => {
  it('takes per cent and decimals', () => {
    expect(['5%', '0.05', '.05', '12.5%', '200%'].map((text) => shareWithin(0, 3)(text))).toEqual([0.05, 0.05, 0.05, 0.125, 2]);
  });
  it.each(['', '5', '1', '301%', '-5%', 'x', '%', '.'])('refuses %j', (text) => {
    expect(() => shareWithin(0, 3)(text)).toThrow('Expected a share from 0% to 300%, such as 5% or 0.05.');
  });
  it('refuses what is out of range', () => expect(() => shareWithin(0.5, 0.9)('40%')).toThrow('from 50% to 90%, such as 50% or 0.5.'));
});

describe('durationOption', () => {
  it('gives milliseconds', () => expect(['250ms', '1h30m', '0s'].map((text) => durationOption(text))).toEqual([250, 5_400_000, 0]));
  it.each(['', '5', '5x', '-5s', '5 s', 's'])('refuses %j in words', (text) => {
    expect(() => durationOption(text)).toThrow(InvalidArgumentError);
    expect(() => durationOption(text)).toThrow(/as in 30s or 1h30m/);
  });
});

const us = (text: string): number => Date.parse(text) * 1000;

describe('instantOption', () => {
  it.each([
    ['2026-11-25', '2026-11-25T00:00:00Z'],
    ['2026-11-25T10:15', '2026-11-25T10:15:00Z'],
    ['2026-11-25 10:15', '2026-11-25T10:15:00Z'],
    ['2026-11-25T10:15:02.5Z', '2026-11-25T10:15:02.500Z'],
    ['2026-11-25T10:15+02:00', '2026-11-25T08:15:00Z'],
  ])('reads %s as UTC unless it says otherwise', (text, same) => expect(instantOption(text)).toBe(us(same)));
  it.each(['', 'yesterday', '2026-13-01', '25.11.2026 10:15', '10:15'])('refuses %j', (text) => {
    expect(() => instantOption(text)).toThrow('Expected an instant such as');
  });
});

describe('jobsRange', () => {
  it('gives both ends', () => expect(jobsRange('1-48')).toEqual({ from: 1, to: 48 }));
  it.each(['', '5', '0-3', '5-3', '1-', '-3', '1-2-3', 'a-b', '1..3'])('refuses %j', (text) => {
    expect(() => jobsRange(text)).toThrow('Expected a range of job numbers');
  });
});
