import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorCodeOf } from '../../../collectors/probes/error-code.ts';

const json = JSON.stringify;

describe('errorCodeOf', () => {
  test.each([
    [
      'CloudSigma, a failure named in the message',
      json([{ error_type: 'backend', error_message: 'max_retries_exceeded', error_point: null }]),
      'max_retries_exceeded',
    ],
    [
      'CloudSigma, the same within a sentence',
      json([{ error_type: 'concurrency', error_message: 'Task gave up: max_retries_exceeded.' }]),
      'max_retries_exceeded',
    ],
    [
      'CloudSigma, a field named in the message',
      json([{ error_type: 'validation', error_message: 'vnc_password is required' }]),
      'validation',
    ],
    [
      'CloudSigma, a wrong state',
      json([{ error_type: 'permission', error_message: "Cannot start guest in state 'started'" }]),
      'permission',
    ],
    ['nova, quota', json({ forbidden: { code: 403, message: 'Quota exceeded for instances: Requested 1' } }), 'forbidden'],
    ['nova, not found', json({ itemNotFound: { code: 404, message: 'Instance could not be found.' } }), 'itemNotFound'],
    ['cinder, over the limit', json({ overLimit: { code: 413, message: 'limit', retryAfter: '0' } }), 'overLimit'],
    [
      'keystone',
      json({ error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' } }),
      'Unauthorized',
    ],
    ['neutron', json({ NeutronError: { type: 'OverQuota', message: 'Quota exceeded', detail: '' } }), 'OverQuota'],
    ['Azure', json({ error: { code: 'QuotaExceeded', message: 'Operation could not be completed', details: [] } }), 'QuotaExceeded'],
    ['a list of errors', json({ errors: [{ code: 'too_many', message: 'x' }] }), 'too_many'],
    ['plain error', json({ error: 'rate_limited' }), 'rate_limited'],
    ['plain code', json({ code: 'E_BUSY', message: 'try again' }), 'E_BUSY'],
    ['plain message', json({ message: 'max_retries_exceeded' }), 'max_retries_exceeded'],
    [
      'EC2',
      '<?xml version="1.0"?>\n<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>x</Message></Error></Errors></Response>',
      'RequestLimitExceeded',
    ],
    ['CloudBroker', '<errors><error>no such user</error><type>authentication</type></errors>', 'authentication'],
  ])('%s', (_whose, body, code) => {
    expect(errorCodeOf(body, 503)).toBe(code);
  });

  test.each([
    ['no body', ''],
    ['a page of a proxy', '<html><head><title>503</title></head><body>Service Unavailable</body></html>'],
    ['text', 'upstream connect error'],
    ['half a body', '[{"error_type": "back'],
    ['null', 'null'],
    ['a number', '17'],
    ['an empty list', '[]'],
    ['only a numeric code', json({ code: 503 })],
    ['a sentence for a code', json({ code: 'it did not work' })],
    ['an id in the code', json({ code: 'req-8d9f01c2-11aa', error: 'task_42917731_failed' })],
    ['something much too long', json({ code: 'x'.repeat(200) })],
  ])('%s leaves the status', (_what, body) => {
    expect(errorCodeOf(body, 503)).toBe('http_503');
  });

  test('any body gives a short code in plain characters', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((value) => `{"error_type":${value},"error":${value},"message":${value}}`),
    );
    fc.assert(
      fc.property(bodies, fc.integer({ min: 100, max: 599 }), (body, status) => {
        expect(errorCodeOf(body, status)).toMatch(/^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a deep and a wide body cost little', () => {
    expect(errorCodeOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 500)).toBe('http_500');
    expect(errorCodeOf(json({ message: 'a_'.repeat(500_000) }), 500)).toBe('http_500');
    expect(errorCodeOf(`<${'<Code>'.repeat(100_000)}`, 500)).toBe('http_500');
  });
});
