import { describe, expect, it } from 'vitest';
import { cookieJar, parseSetCookie } from '../../../src/engine/embedded/http/cookie-jar.ts';

const NOW = Date.UTC(2026, 0, 1);
const at = (address: string): URL => new URL(address);

/** The Cookie header that `address` would get after `set` came from `from`. */
function sent(from: string, set: readonly string[], address: string, later = 0): string {
  const jar = cookieJar();
  jar.take(at(from), set, NOW);
  return jar
    .for(at(address), NOW + later)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

describe('parseSetCookie', () => {
  it('reads value and attributes, in any case', () => {
    expect(
      parseSetCookie('id="a=b"; PATH=/x; Domain=.example.org; secure; HttpOnly; max-age=60; Expires=Thu, 01 Jan 2026 00:00:10 GMT'),
    ).toEqual({
      name: 'id',
      value: 'a=b',
      path: '/x',
      domain: '.example.org',
      secure: true,
      http_only: true,
      max_age: 60,
      expires: NOW + 10_000,
    });
  });

  it('has nothing for a line without a name, and -1 for a Max-Age that is over', () => {
    expect(['', 'novalue', '=x', ' ; Path=/'].map(parseSetCookie)).toEqual([null, null, null, null]);
    expect(['a=1; Max-Age=0', 'a=1; Max-Age=-5', 'a=1; Max-Age=x'].map((line) => parseSetCookie(line)?.max_age)).toEqual([-1, -1, 0]);
  });
});

describe('cookieJar', () => {
  it.each<[string, readonly string[], string, string]>([
    ['to the same host only, without a domain', ['a=1'], 'http://sub.example.org/dir/', ''],
    ['to hosts below a domain', ['a=1; Domain=example.org'], 'http://sub.example.org/dir/', 'a=1'],
    ['never to a host that only ends like it', ['a=1; Domain=example.org'], 'http://badexample.org/dir/', ''],
    ['not when it claims a foreign domain', ['a=1; Domain=other.org'], 'http://other.org/dir/', ''],
    ['below its path, which is the folder by default', ['a=1'], 'http://example.org/dir/deep', 'a=1'],
    ['not beside its path', ['a=1; Path=/dir'], 'http://example.org/directory', ''],
    ['over TLS only when secure', ['a=1; Secure; Path=/'], 'http://example.org/', ''],
    ['over TLS when secure', ['a=1; Secure; Path=/'], 'https://example.org/', 'a=1'],
    ['longest path first', ['a=1; Path=/', 'b=2; Path=/dir'], 'http://example.org/dir/x', 'b=2; a=1'],
    ['once, the latest value', ['a=1', 'a=2'], 'http://example.org/dir/', 'a=2'],
    ['not when it was taken back', ['a=1', 'a=; Max-Age=0'], 'http://example.org/dir/', ''],
  ])('sends %s', (_, set, address, cookies) => {
    expect(sent('http://example.org/dir/page', set, address)).toBe(cookies);
  });

  it('forgets what has expired, Max-Age before Expires', () => {
    const set = ['a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=2; Expires=Thu, 01 Jan 2026 00:00:05 GMT'];
    expect(sent('http://h/', set, 'http://h/', 4_000)).toBe('a=1; b=2');
    expect(sent('http://h/', set, 'http://h/', 6_000)).toBe('a=1');
    expect(sent('http://h/', set, 'http://h/', 11_000)).toBe('');
  });
});
