import { describe, expect, it } from 'vitest';
import { httpError } from '../../../src/engine/embedded/http/error-code.ts';

const nodeError = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('httpError', () => {
  it.each([
    ['ENOTFOUND', '', 1101],
    ['EAI_AGAIN', '', 1100],
    ['ECONNREFUSED', '', 1212],
    ['ETIMEDOUT', '', 1211],
    ['ECONNRESET', 'read ECONNRESET', 1220],
    ['ECONNRESET', 'socket hang up', 1000],
    ['EPIPE', '', 1201],
    ['SELF_SIGNED_CERT_IN_CHAIN', '', 1310],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', 1310],
    ['ERR_TLS_CERT_ALTNAME_INVALID', '', 1311],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 1300],
    ['EPROTO', 'SSL routines:ssl3_get_record:wrong version number', 1301],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'packet length too long', 1301],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tlsv1 alert protocol version', 1300],
    ['SOMETHING_NEW', 'what is this', 1000],
  ])('%s (%s) is %i', (code, message, wanted) => {
    const { code: found, text } = httpError(nodeError(code, message));
    expect(found).toBe(wanted);
    expect(text).not.toBe('');
  });

  it('takes the first of several attempts to connect', () => {
    expect(httpError(new AggregateError([nodeError('ECONNREFUSED'), nodeError('ENETUNREACH')])).code).toBe(1212);
  });
});
