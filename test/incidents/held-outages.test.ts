import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outages } from '../../src/analysis/outages.ts';
import type { Look } from '../../src/analysis/types.ts';
import { heldOutages } from '../../src/incidents/held-outages.ts';

const SECOND = 1_000_000;
const rule = { openAfter: 3, closeAfter: 2 };
const options = { rule, holeUs: 6 * SECOND, isOpen: false };

/** One look a second: `.` ok, `x` failed, `?` unknown, a space: nobody looked. */
function looks(picture: string): readonly Look[] {
  return picture.split('').flatMap((sign, second): Look[] =>
    sign === ' '
      ? []
      : [
          {
            at: second * SECOND,
            outcome: sign === 'x' ? 'failed' : sign === '?' ? 'unknown' : 'ok',
            code: sign === 'x' ? 'timeout' : null,
            obs: second,
          },
        ],
  );
}

/** Last ok, first bad, last bad, first ok: in seconds. */
function told(picture: string, change: Partial<typeof options> = {}): readonly (readonly (number | null)[])[] {
  return heldOutages(looks(picture), { ...options, ...change }).map(({ lastOkAt, firstBadAt, lastBadAt, firstOkAt }) =>
    [lastOkAt, firstBadAt, lastBadAt, firstOkAt].map((at) => (at === null ? null : at / SECOND)),
  );
}

const HOLE = ' '.repeat(10);

describe('heldOutages', () => {
  it.each([
    ['nothing', '', []],
    ['k failures open one, m successes close it', '..xxx..', [[1, 2, 4, 5]]],
    ['one that lasts has no end', '.xxxxx', [[0, 1, 5, null]]],
    ['one less than k opens none', '..xx..xx..', []],
    ['one less than m closes none', '.xxx.xx.x', [[0, 1, 8, null]]],
    ['one after the other', '.xxx..xxx..', [[0, 1, 3, 4], [5, 6, 8, 9]]],
    ['an unknown look counts neither way', '.x?x?x.?.', [[0, 1, 5, 6]]],
    ['a hole alone is no downtime', `...${HOLE}...`, []],
    ['failures on both sides of a hole are not in a row', `.xx${HOLE}x...`, []],
    ['what begins after a hole began after the last success before it', `...${HOLE}xxx..`, [[2, 13, 15, 16]]],
    ['what is open stays open across a hole', `.xxx${HOLE}x..`, [[0, 1, 14, 15]]],
    ['what is open when a hole begins may be over after it', `.xxx${HOLE}...`, [[0, 1, 3, 14]]],
    ['what is over before a hole does not go on after it', `.xxx..${HOLE}x..`, [[0, 1, 3, 4]]],
    ['two holes', `.xxx${HOLE}x${HOLE}..xxx`, [[0, 1, 14, 25], [26, 27, 29, null]]],
  ] as const)('%s', (_what, picture, expected) => {
    expect(told(picture)).toEqual(expected);
  }); // prettier-ignore

  it('goes on with an open one from its last failure', () => {
    expect(told('x..', { isOpen: true })).toEqual([[null, 0, 0, 1]]);
    expect(told('x.x.', { isOpen: true })).toEqual([[null, 0, 2, null]]);
    expect(told(`x${HOLE}..xxx`, { isOpen: true })).toEqual([[null, 0, 0, 11], [12, 13, 15, null]]); // prettier-ignore
  });

  it('is the rule of the reports where nobody stopped looking', () => {
    const signs = fc.array(fc.constantFrom('.', 'x', '?'), { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(signs, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), (picture, openAfter, closeAfter) => {
        const own = { openAfter, closeAfter };
        expect(heldOutages(looks(picture), { rule: own, holeUs: 2 * SECOND, isOpen: false })).toEqual(outages(looks(picture), own));
      }),
    );
  });

  it('never overlaps, and never opens with less than k failures without a hole among them', () => {
    const signs = fc.array(fc.constantFrom('.', 'x', '?', HOLE), { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(signs, (picture) => {
        const found = heldOutages(looks(picture), options);
        for (const [index, outage] of found.entries()) {
          const next = found[index + 1];
          expect(outage.lastOkAt ?? -1).toBeLessThan(outage.firstBadAt);
          expect(next === undefined || (outage.firstOkAt !== null && outage.firstOkAt <= next.firstBadAt)).toBe(true);
          const start = picture.slice(outage.firstBadAt / SECOND).split(HOLE)[0] ?? '';
          expect(start.split('x').length - 1).toBeGreaterThanOrEqual(rule.openAfter);
        }
      }),
    );
  });
});
