/** k6's error_code and the text that goes with it, for a request that got no answer. */
export interface HttpError {
  readonly code: number;
  readonly text: string;
}

const BY_ERRNO: { readonly [errno: string]: readonly [code: number, text: string] } = {
  ENOTFOUND: [1101, 'lookup: no such host'],
  EAI_NONAME: [1101, 'lookup: no such host'],
  EAI_AGAIN: [1100, 'lookup: the resolver did not answer'],
  ECONNREFUSED: [1212, 'dial: connection refused'],
  ECONNRESET: [1220, 'read: connection reset by peer'],
  EPIPE: [1201, 'write: broken pipe'],
  ETIMEDOUT: [1211, 'dial: i/o timeout'],
  ERR_INVALID_URL: [1020, 'invalid URL'],
  ERR_INVALID_PROTOCOL: [1020, 'unsupported protocol scheme'],
  ERR_TLS_CERT_ALTNAME_INVALID: [1311, 'x509: certificate is not valid for this host'],
  HOSTNAME_MISMATCH: [1311, 'x509: certificate is not valid for this host'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [1310, 'x509: unknown authority'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [1310, 'x509: unknown authority'],
  SELF_SIGNED_CERT_IN_CHAIN: [1310, 'x509: unknown authority'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [1310, 'x509: unknown authority'],
};

/** Thrown for what this client finds wrong itself. */
export class RequestFailure extends Error {
  readonly error: HttpError;

  constructor(code: number, text: string) {
    super(text);
    this.error = { code, text };
  }
}

/** The connection ended within an answer. */
export const UNEXPECTED_END: HttpError = { code: 1000, text: 'unexpected EOF' };
export const REQUEST_TIMEOUT: HttpError = { code: 1050, text: 'request timeout' };

/** What a Node error means in k6's table; 1000 for what is not in it. */
export function httpError(error: unknown): HttpError {
  if (error instanceof RequestFailure) return error.error;
  const { code, message } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? httpError(error.errors[0]) : undefined;
  if (inner !== undefined) return inner;
  // Node's word for a connection that was closed in good order before any answer.
  if (code === 'ECONNRESET' && message === 'socket hang up') return { code: 1000, text: 'EOF' };
  const known = code === undefined ? undefined : BY_ERRNO[code];
  if (known !== undefined) return { code: known[0], text: known[1] };
  if (code === 'EPROTO' || (code ?? '').startsWith('ERR_SSL_')) {
    return /wrong version number|packet length|record/i.test(message)
      ? { code: 1301, text: 'tls: first record does not look like a TLS handshake' }
      : { code: 1300, text: `tls: ${message}` };
  }
  if ((code ?? '').startsWith('CERT_')) return { code: 1300, text: `x509: ${message}` };
  return { code: 1000, text: message === '' ? (code ?? 'unknown error') : message };
}
