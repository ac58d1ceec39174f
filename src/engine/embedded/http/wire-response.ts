import { canonicalHeaders } from './canonical-headers.ts';
import type { Exchange } from './exchange.ts';
import { errorCode } from './hop-points.ts';
import type { WireCookie, WireRequest, WireResponse } from './wire.ts';

/** What a script gets of the last hop. `request`: of the first. */
export function wireResponse(
  hop: Exchange,
  wanted: WireRequest,
  url: string,
  cookies: readonly WireCookie[],
  request: WireResponse['request'],
): WireResponse {
  const byName: { [name: string]: WireCookie[] } = {};
  for (const cookie of cookies) (byName[cookie.name] ??= []).push(cookie);
  const { status } = hop;
  const noBody = status === 204 || status === 304 || status < 200 || wanted.responseType === 'none';
  const { 'Transfer-Encoding': _, ...headers } = canonicalHeaders(hop.rawHeaders);
  return {
    remote_ip: hop.remote.ip,
    remote_port: hop.remote.port,
    url: status === 0 ? wanted.url : url,
    status,
    status_text: status === 0 ? '' : `${status} ${hop.statusText}`.trim(),
    proto: status === 0 ? '' : hop.proto,
    headers,
    cookies: byName,
    hasBody: !noBody,
    timings: hop.timings,
    tls_version: hop.tls.version,
    tls_cipher_suite: hop.tls.cipher,
    error: hop.error?.text ?? '',
    error_code: errorCode(hop),
    request,
  };
}

export function sentRequest(
  method: string,
  url: string,
  headers: { readonly [name: string]: string },
  cookies: ReadonlyMap<string, { readonly value: string; readonly replace: boolean }>,
): WireResponse['request'] {
  return {
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    cookies: Object.fromEntries([...cookies].map(([name, cookie]) => [name, [{ name, ...cookie }]])),
  };
}
