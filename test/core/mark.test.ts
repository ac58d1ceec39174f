import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARK_PREFIX, markName, parseMark } from '../../src/core/mark.ts';

const uid = fc.stringMatching(/^[0-9a-z]{1,12}$/);

describe('a mark', () => {
  test('says what it was made of, whatever that was', () => {
    const parts = fc.record({
      storeUid: uid,
      runUid: fc.tuple(uid, uid).map(([time, rest]) => `${time}-${rest}`),
      kind: fc.constantFrom('drive', 'server', 'firewall', 'address'),
      n: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(parts, (each) => {
        expect(markName(each).startsWith(`${MARK_PREFIX}${each.storeUid}-`)).toBe(true);
        expect(parseMark(markName(each))).toEqual(each);
      }),
    );
  });

  test.each([
    '',
    'evk-',
    'web-server-1',
    'evk-store',
    'evk-store-run',
    'evk-store-s1',
    'evk-store-run-x1',
    'evk-store-run-s0',
    'evk-store-run-s01',
    'evk-store-run-s1-copy',
    'Evk-store-run-s1',
    ' evk-store-run-s1',
    'my-evk-store-run-s1',
    'evk-store-run-s1\n',
  ])('is not %j', (name) => {
    expect(parseMark(name)).toBeUndefined();
  });
});
