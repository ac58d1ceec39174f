import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flapping } from '../../src/analysis/flapping.ts';
import { seededRandom } from '../../src/core/random.ts';
import { looks } from './looks.ts';
import { shuffled } from './simulate.ts';

const UP = '.'.repeat(30);

describe('flapping', () => {
  it('says nothing of a steady subject, of one outage, or before 21 looks', () => {
    expect(flapping(looks(UP))).toEqual([]);
    expect(flapping(looks(`${UP}${'x'.repeat(40)}${UP}`))).toEqual([]);
    expect(flapping(looks('.x'.repeat(10)))).toEqual([]);
    expect(flapping([])).toEqual([]);
    expect(flapping(looks('.'))).toEqual([]);
  });

  it('weighs the 20 changes of an alternating subject to their mean, 1', () => {
    expect(flapping(looks(`${'.x'.repeat(10)}.`))).toMatchObject([{ fromAt: 1e6, toAt: null, changes: 20, peak: expect.closeTo(1, 12) }]);
  });

  it('weighs newer changes more: six new ones make it, six old ones do not', () => {
    // Six changes weigh 6 × 1.2 less the slope when newest, 6 × .8 plus it when oldest: .344 and .256 of 20.
    expect(flapping(looks(`${'.'.repeat(15)}x.x.x.`))).toMatchObject([{ peak: expect.closeTo(0.344_210_526_3, 9) }]);
    expect(flapping(looks(`.x.x.x${'x'.repeat(14)}.`.slice(0, 20)))).toEqual([]);
    expect(flapping(looks(`.x.x.x.${'.'.repeat(14)}`))).toEqual([]);
  });

  it('starts at 30 %, stops at 20 %, and reaches back to the first change', () => {
    const found = flapping(looks(`${UP}${'x.'.repeat(6)}${UP}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ fromAt: 30e6, changes: 12 });
    expect(found[0]?.toAt).toBeGreaterThan(41e6);
    expect(found[0]?.toAt).toBeLessThan(62e6);
  });

  it('passes over unknown looks, takes slow for up, and does not mind the order of rows', () => {
    const pattern = `${UP}${'x.'.repeat(6)}${UP}`;
    const [plain] = flapping(looks(pattern));
    const [slow] = flapping(looks(pattern.replaceAll('.', 's')));
    expect(slow).toEqual(plain);
    const withUnknown = [...looks(pattern), ...looks('?????', { from: 33.5 })];
    expect(flapping(withUnknown)).toEqual([plain]);
    expect(flapping(shuffled(looks(pattern), seededRandom(3)))).toEqual([plain]);
  });

  it('keeps its stretches apart and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('.', 'x', '?', 's'), { maxLength: 200 }), (marks) => {
        const found = flapping(looks(marks.join('')));
        for (const [index, { fromAt, toAt, changes, peak }] of found.entries()) {
          expect(changes).toBeGreaterThanOrEqual(5);
          expect(peak).toBeGreaterThanOrEqual(0.3);
          expect(peak).toBeLessThanOrEqual(1 + 1e-12);
          if (toAt === null) expect(index).toBe(found.length - 1);
          else expect(fromAt).toBeLessThan(toAt);
        }
      }),
    );
  });
});
