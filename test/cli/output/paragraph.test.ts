import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph } from '../../../src/cli/output/paragraph.ts';

describe('paragraph', () => {
  it('tells place, message and hint in this order', () => {
    expect(paragraph({ message: 'It broke', place: '/a.ts:3:1', hint: 'Mend it.' })).toBe('/a.ts:3:1: It broke. Mend it.');
    expect(paragraph({ message: 'It broke' })).toBe('It broke.');
  });

  it.each([
    ['It broke.', 'It broke.'],
    ['Did it break?', 'Did it break?'],
    ['It broke!', 'It broke!'],
    ['It broke (a bit)', 'It broke (a bit).'],
    ['It broke (did it?)', 'It broke (did it?)'],
    ['It said "no."', 'It said "no."'],
    ['It said "no"', 'It said "no".'],
    ['It is in v1.2', 'It is in v1.2.'],
    ['  It broke \n', 'It broke.'],
  ])('ends %j once', (message, told) => {
    expect(paragraph({ message })).toBe(told);
    expect(paragraph({ message, hint: 'Mend it.' })).toBe(`${told} Mend it.`);
  });

  it('leaves the hint as it is: a full stop would be typed with the command', () => {
    expect(paragraph({ message: 'No.', hint: 'Set one: evenkeel baseline set main --last 5' })).toMatch(/--last 5$/);
  });

  it('tells a place that the message tells already no second time', () => {
    expect(paragraph({ message: 'No: /a.yaml:3:1 unknown key; /a.yaml:4:1 unknown key', place: '/a.yaml:3:1' })).toBe(
      'No: /a.yaml:3:1 unknown key; /a.yaml:4:1 unknown key.',
    );
    expect(paragraph({ message: 'The store /a.db is damaged', place: '/a.db' })).toBe('The store /a.db is damaged.');
    expect(paragraph({ message: 'The store /a.db: damaged', place: '/a.db' })).toBe('The store /a.db: damaged.');
  });

  it.each([
    ['/a.ts:3:1', 'No: see /a.ts:3:12'],
    ['/a', 'No: see /ab'],
    ['/a', 'No: see /a/b'],
    ['/a.ts', 'No: see /a.tsx'],
  ])('takes no longer place for %s: %s', (place, message) => {
    expect(paragraph({ message, place })).toBe(`${place}: ${message}.`);
  });

  it('is one line whatever is in it, without doubled punctuation at the seams', () => {
    const line = fc.stringMatching(/^[a-z]{1,8}(?:[ \n\r][a-z]{1,8}){0,4}[.!?]?\n?$/);
    fc.assert(
      fc.property(
        line,
        fc.option(line, { nil: undefined }),
        fc.option(fc.constant('/a.ts:1:2'), { nil: undefined }),
        (message, hint, place) => {
          const text = paragraph({ message, hint, place });
          expect(text).not.toMatch(/[\r\n]|[.!?]\.|\s\s|\s$|undefined/);
          expect(text).toMatch(/[.!?]/);
        },
      ),
    );
  });
});
