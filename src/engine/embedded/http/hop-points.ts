import type { WirePoint } from '../vu-messages.ts';
import type { Tags } from '../guest/host.ts';
import type { Exchange } from './exchange.ts';
import type { WireRequest } from './wire.ts';

/** The samples of one hop, nine as k6 counts them (eight without a response callback), in k6's order and all at its end. */
export function hopPoints(hop: Exchange, request: WireRequest, url: string, method: string, systemTags: ReadonlySet<string>): WirePoint[] {
  const expected = isExpected(hop.status, request.expected);
  const tags = JSON.stringify(hopTags(hop, request, url, method, systemTags, expected));
  const metadata = JSON.stringify(request.metadata);
  const { timings } = hop;
  const values: readonly (readonly [metric: string, value: number])[] = [
    ['http_reqs', 1],
    ['http_req_duration', timings.duration],
    ['http_req_blocked', timings.blocked],
    ['http_req_connecting', timings.connecting],
    ['http_req_tls_handshaking', timings.tls_handshaking],
    ['http_req_sending', timings.sending],
    ['http_req_waiting', timings.waiting],
    ['http_req_receiving', timings.receiving],
    ...(expected === null ? [] : ([['http_req_failed', expected ? 0 : 1]] as const)),
  ];
  return values.map(([metric, value]) => [metric, hop.at, value, tags, metadata]);
}

/** Null: the script wants no verdict. A request without an answer has status 0. */
export function isExpected(status: number, expected: WireRequest['expected']): boolean | null {
  return expected === null ? null : expected.some(([min, max]) => status >= min && status <= max);
}

function hopTags(
  hop: Exchange,
  request: WireRequest,
  url: string,
  method: string,
  systemTags: ReadonlySet<string>,
  expected: boolean | null,
): Tags {
  const tags: Tags = { ...request.tags };
  const own = (name: string, value: string): void => {
    if (systemTags.has(name)) tags[name] ??= value;
  };
  // A name of the script's own stands for the address too: that keeps the number of series small.
  const name = request.tags['name'] ?? request.name ?? url;
  own('name', name);
  own('url', name);
  own('method', method);
  own('status', String(hop.status));
  own('proto', hop.status === 0 ? '' : hop.proto);
  if (hop.tls.version !== '') own('tls_version', hop.tls.version);
  if (expected !== null) own('expected_response', String(expected));
  if (hop.error !== null) own('error', hop.error.text);
  const code = errorCode(hop);
  if (code !== 0) own('error_code', String(code));
  if (systemTags.has('ip') && hop.remote.ip !== '') tags['ip'] = hop.remote.ip;
  if (tags['proto'] === '') delete tags['proto'];
  return tags;
}

export function errorCode(hop: Exchange): number {
  if (hop.error !== null) return hop.error.code;
  return hop.status >= 400 ? 1000 + hop.status : 0;
}
