import { describe, expect, it } from 'vitest';
import { secretsWithin } from '../../../src/cli/compose/secrets-within.ts';
import { redactor } from '../../../src/core/redact.ts';

describe('secrets that stand in a config', () => {
  it('are password, user with password, and each part of the query of an address', () => {
    const found = secretsWithin({
      targets: { web: { probes: { api: { settings: { url: 'https://me:pa%24s@host/v1?since=2026&api_key=k7' } } } } },
    });
    expect(found.toSorted()).toEqual(['api_key=k7', 'k7', 'me:pa$s', 'pa$s', 'since=2026']);
  });

  it('are the user, where there is no password', () => {
    expect(secretsWithin('https://sk_live_42@host/')).toEqual(['sk_live_42:', 'sk_live_42']);
  });

  it('are the values of headers that are called like one, without their scheme, and not those that come from the environment', () => {
    const headers = {
      accept: 'text/html',
      'X-Api-Key': 'k7k7',
      authorization: 'Bearer abc',
      cookie: 'Bearer env:COOKIE',
      'x-token': 'env:TOKEN',
    };
    expect(secretsWithin({ headers })).toEqual(['k7k7', 'abc']);
  });

  it('are none in what only looks like an address, or holds nothing secret', () => {
    for (const text of ['http://[', 'host:80', 'https://host/path', 'user:pass@host', '', 'https://%zz@'.slice(0, 8)]) {
      expect(secretsWithin([text, null, 7, { text }])).toEqual([]);
    }
  });

  it('are gone from an answer that repeats them in another shape', () => {
    const redact = redactor(secretsWithin('http://me:sesame1@host/v1?key=tulip99'));
    const told = { raw: ['Basic', Buffer.from('me:sesame1').toString('base64')], url: '/v1?key=tulip99', key: 'tulip99', user: 'me' };
    expect(redact(JSON.stringify(told))).toBe('{"raw":["Basic","[redacted]"],"url":"/v1?[redacted]","key":"[redacted]","user":"me"}');
  });
});
