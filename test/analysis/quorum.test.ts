import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksBetweenFalseOutages, missedChance } from '../../src/analysis/look-chances.ts';
import { outages } from '../../src/analysis/outages.ts';
import { quorumChance, quorumLooks } from '../../src/analysis/quorum.ts';
import type { Look } from '../../src/analysis/types.ts';
import { looks } from './looks.ts';

const TWO_OF_THREE = { agree: 2, withinUs: 5e5 };

function marks(found: readonly Look[]): string {
  return found.map(({ outcome }) => ({ ok: '.', slow: 's', failed: 'x', unknown: '?' })[outcome]).join('');
}

describe('quorumLooks', () => {
  it('is down where two of three see it down, up where two see it up', () => {
    expect(marks(quorumLooks([looks('..xx.'), looks('.x.x.'), looks('...x.')], TWO_OF_THREE))).toBe('...x.');
    expect(marks(quorumLooks([looks('xx'), looks('xx'), looks('..')], TWO_OF_THREE))).toBe('xx');
  });

  it('counts an unknown or silent observer for nobody', () => {
    expect(marks(quorumLooks([looks('x?x'), looks('???'), looks('x.x')], TWO_OF_THREE))).toBe('x?x');
    expect(marks(quorumLooks([looks('..'), looks('xx'), []], TWO_OF_THREE))).toBe('??');
    expect(marks(quorumLooks([looks('..'), looks('..'), []], TWO_OF_THREE))).toBe('..');
    expect(quorumLooks([[], [], []], TWO_OF_THREE)).toEqual([]);
    expect(quorumLooks([], TWO_OF_THREE)).toEqual([]);
  });

  it('puts looks of one time together, up to half a second apart, and no further', () => {
    expect(quorumLooks([looks('.x.'), looks('.x.', { from: 0.4 }), looks('...', { from: 0.2 })], TWO_OF_THREE)).toMatchObject([
      { at: 0, outcome: 'ok' },
      { at: 1e6, outcome: 'failed', code: 'timeout' },
      { at: 2e6, outcome: 'ok' },
    ]);
    expect(marks(quorumLooks([looks('x'), looks('x', { from: 0.6 }), []], TWO_OF_THREE))).toBe('??');
  });

  it('is slow where two see it slow, and takes the last of two looks of one observer', () => {
    expect(marks(quorumLooks([looks('ss'), looks('s.'), looks('..')], TWO_OF_THREE))).toBe('s.');
    expect(marks(quorumLooks([[...looks('x'), ...looks('.', { from: 0.3 })], looks('x'), looks('.')], TWO_OF_THREE))).toBe('.');
  });

  it('with one observer and one voice is that observer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('.', 'x', '?', 's'), { maxLength: 40 }), (pattern) => {
        const own = looks(pattern.join(''));
        expect(quorumLooks([own], { agree: 1, withinUs: 1 })).toEqual(own);
      }),
    );
  });

  it('makes one observer’s broken network no outage', () => {
    const found = quorumLooks([looks('..xxxxxx..'), looks('.'.repeat(10)), looks('.'.repeat(10))], TWO_OF_THREE);
    expect(outages(found, { openAfter: 3, closeAfter: 2 })).toEqual([]);
  });
});

describe('chances of looks', () => {
  it.each([
    [2, 3, 0.01, 2.98e-4],
    [2, 3, 0.05, 7.25e-3],
    [3, 5, 0.05, 1.158e-3],
    [4, 7, 0.05, 1.936e-4],
  ])('%i of %i at %f fail together in %f of the rounds', (agree, observers, p, chance) => {
    expect(quorumChance(agree, observers, p) / chance).toBeCloseTo(1, 3);
  });

  it.each([
    [0.01, 2, 10_100],
    [0.01, 3, 1_010_100],
    [0.05, 2, 420],
    [0.05, 3, 8420],
    [0.05, 4, 168_420],
    [0.1, 3, 1110],
    [1, 3, 3],
  ])('at p %f, k %i a false outage comes every %i looks', (p, k, expected) => {
    expect(looksBetweenFalseOutages(p, k)).toBeCloseTo(expected, 6);
  });

  it('an outage half as long as the interval is missed half the time, a longer one never', () => {
    expect(missedChance(30, 60)).toBe(0.5);
    expect(missedChance(0, 60)).toBe(1);
    expect(missedChance(60, 60)).toBe(0);
    expect(missedChance(90, 60)).toBe(0);
  });
});
