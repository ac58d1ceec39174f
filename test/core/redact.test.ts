import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactRedactor, redactor } from '../../src/core/redact.ts';

const SECRET = 'x7"Kq/π zv+1';

describe('redactor', () => {
  it('takes a secret out as it is, percent-encoded, in base64 and within JSON', () => {
    const redact = exactRedactor([SECRET]);
    for (const form of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64'), JSON.stringify(SECRET).slice(1, -1)]) {
      expect(redact(`before ${form} after`)).toBe('before [redacted] after');
    }
  });

  it('takes the longer of two secrets first, and lets words of under four characters be', () => {
    expect(exactRedactor(['abcd', 'abcdefgh', 'a'])('abcdefgh abcd a')).toBe('[redacted] [redacted] a');
  });

  it.each([
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: [redacted]'],
    ['{"authorization":"Bearer abc"}', '{"authorization":"[redacted]"}'],
    ['["Authorization","Basic dXNlcjpwYXNz"]', '["Authorization","[redacted]"]'],
    [String.raw`{\"authorization\":\"Basic dXNlcjpwYXNz\"}`, String.raw`{\"authorization\":\"[redacted]\"}`],
    ['with bearer 0123456789abcdef', 'with bearer [redacted]'],
    ['postgres://me:word@host/db', 'postgres://[redacted]@host/db'],
    ['GET http://host/path?key=1&b=2#part', 'GET http://host/path?[redacted]#part'],
    ['authorization, said the bearer of news', 'authorization, said the bearer of news'],
  ])('knows what looks like a secret: %s', (text, expected) => {
    expect(redactor([])(text)).toBe(expected);
    expect(redactor([])(expected)).toBe(expected);
  });

  it('leaves JSON to be JSON, however deep it lies within JSON', () => {
    const piece = fc.constantFrom(
      'http://h/p?q=1',
      'https://u:p@h/',
      'authorization',
      'Basic abc',
      'bearer 0123456789',
      '"',
      '\\',
      ' ',
      ':',
      ',',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat(3), (inner, depth) => {
        let json = JSON.stringify({ inner });
        for (let level = 0; level < depth; level += 1) json = JSON.stringify({ json });
        expect(() => JSON.parse(redactor([])(json)) as unknown).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no trace of any secret in any text', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !'[redacted]'.includes(text));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, hidden, after) => {
        expect(exactRedactor([hidden])(before + hidden + after).replaceAll('[redacted]', '\0')).not.toContain(hidden);
      }),
    );
  });
});
