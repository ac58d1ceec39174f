import type { Clock } from '../../../core/clock.ts';
import type { RunOptions } from '../options.ts';
import type { WireBody, WirePoint } from '../vu-messages.ts';
import { cookieJar, type CookieJar } from './cookie-jar.ts';
import { decodeBody } from './decode-body.ts';
import { httpError, RequestFailure } from './error-code.ts';
import { closeConnections, exchange, openConnections, type Connections, type Exchange } from './exchange.ts';
import { errorCode, hopPoints } from './hop-points.ts';
import { canonicalHeaders } from './canonical-headers.ts';
import type { WireCookie, WireRequest, WireResponse } from './wire.ts';

export interface HttpClient {
  /** Follows redirects; never rejects for what the target did. `points` holds every hop's. */
  request(
    request: WireRequest,
    body: WireBody,
  ): Promise<{ readonly response: WireResponse; readonly body: WireBody; readonly points: WirePoint[] }>;
  /** Bytes since the last call. */
  takeBytes(): { readonly sent: number; readonly received: number };
  jar(id: number | null): CookieJar;
  newJar(): number;
  /** Between iterations: cookies and, where the options say so, connections are dropped. */
  reset(): void;
  close(): void;
}

type ClientOptions = Pick<
  RunOptions,
  'maxRedirects' | 'userAgent' | 'insecureSkipTlsVerify' | 'noConnectionReuse' | 'noVuConnectionReuse' | 'noCookiesReset' | 'systemTags'
>;

/** One VU's HTTP: its connections and its cookies. */
export function httpClient(options: ClientOptions, userAgent: string, clock: Clock): HttpClient {
  const systemTags = new Set(options.systemTags);
  const open = (): Connections => openConnections(!options.noConnectionReuse);
  let connections = open();
  let jars: CookieJar[] = [cookieJar()];
  let bytes = { sent: 0, received: 0 };
  const jarOf = (id: number | null): CookieJar => jars[id ?? 0] ?? (jars[0] as CookieJar);
  const nowMs = (): number => clock.now() / 1000;

  async function request(wanted: WireRequest, body: WireBody): ReturnType<HttpClient['request']> {
    const points: WirePoint[] = [];
    const limit = new AbortController();
    const over = new AbortController();
    void clock.sleep(wanted.timeoutMs, over.signal).then(
      () => limit.abort(),
      () => {},
    );
    const hops = wanted.redirects ?? options.maxRedirects;
    let [method, content, from] = [wanted.method, body, null as URL | null];
    let address = wanted.url;
    try {
      for (let hop = 0; ; hop += 1) {
        let url: URL;
        try {
          url = parseUrl(address, from);
        } catch (error) {
          return failedResponse(wanted, method, address, error, points);
        }
        const jar = jarOf(wanted.jar);
        const headers = headersFor(wanted, url, content, jar, from);
        const done = await exchange(
          {
            method,
            url: bare(url),
            headers,
            body: content,
            signal: limit.signal,
            keepBody: wanted.responseType !== 'none',
            insecure: options.insecureSkipTlsVerify,
          },
          connections,
          clock,
        );
        bytes = { sent: bytes.sent + done.bytesSent, received: bytes.received + done.bytesReceived };
        const set = done.rawHeaders.flatMap((name, index) =>
          index % 2 === 0 && name.toLowerCase() === 'set-cookie' ? [done.rawHeaders[index + 1] as string] : [],
        );
        const cookies = jar.take(url, set, nowMs());
        const location = done.error === null ? redirection(done) : null;
        if (location !== null && hop < hops) {
          points.push(...hopPoints(done, wanted, shown(url, from === null ? wanted.url : null), method, systemTags));
          from = url;
          address = location;
          if (![307, 308].includes(done.status) && method !== 'GET' && method !== 'HEAD') [method, content] = ['GET', null];
          continue;
        }
        const [decoded, final] = await decodedBody(done);
        points.push(...hopPoints(final, wanted, shown(url, from === null ? wanted.url : null), method, systemTags));
        const response = responseOf(final, wanted, method, url, headers, cookies);
        const kept = !response.hasBody ? null : wanted.responseType === 'text' ? decoded.toString('utf8') : new Uint8Array(decoded);
        return { response, body: kept, points };
      }
    } finally {
      over.abort();
    }
  }

  function headersFor(wanted: WireRequest, url: URL, content: WireBody, jar: CookieJar, from: URL | null): { [name: string]: string } {
    const headers: { [name: string]: string } = {};
    const has = new Set(Object.keys(wanted.headers).map((name) => name.toLowerCase()));
    const crossed = from !== null && from.host !== url.host;
    for (const [name, value] of Object.entries(wanted.headers)) {
      // Credentials stay with the host they were meant for.
      if (crossed && ['authorization', 'cookie', 'www-authenticate'].includes(name.toLowerCase())) continue;
      if (content === null && from !== null && /^content-/i.test(name)) continue;
      headers[name] = value;
    }
    if (!has.has('user-agent')) headers['User-Agent'] = options.userAgent ?? userAgent;
    if (content !== null && !has.has('content-length')) headers['Content-Length'] = String(Buffer.byteLength(content));
    if (url.username !== '' && !has.has('authorization')) {
      headers['Authorization'] =
        `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
    }
    const cookies = new Map(jar.for(url, nowMs()).map(({ name, value }) => [name, value]));
    for (const [name, { value, replace }] of Object.entries(wanted.cookies)) if (replace || !cookies.has(name)) cookies.set(name, value);
    if (cookies.size > 0 && !has.has('cookie')) headers['Cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return headers;
  }

  return {
    request,
    takeBytes() {
      const taken = bytes;
      bytes = { sent: 0, received: 0 };
      return taken;
    },
    jar: jarOf,
    newJar: () => jars.push(cookieJar()) - 1,
    reset() {
      if (!options.noCookiesReset) jars = [cookieJar()];
      if (!options.noVuConnectionReuse) return;
      closeConnections(connections);
      connections = open();
    },
    close: () => closeConnections(connections),
  };
}

/** Throws RequestFailure (1020) for what is no address of HTTP. */
function parseUrl(address: string, base: URL | null): URL {
  let url: URL;
  try {
    url = base === null ? new URL(address) : new URL(address, base);
  } catch {
    throw new RequestFailure(1020, `invalid URL: "${address}"`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RequestFailure(1020, `unsupported protocol scheme: "${url.protocol.slice(0, -1)}"`);
  return url;
}

function bare(url: URL): URL {
  if (url.username === '' && url.password === '') return url;
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

/** As it goes into tags: as the script wrote it, without credentials. */
function shown(url: URL, written: string | null): string {
  if (url.username === '' && url.password === '') return written ?? url.href;
  const masked = new URL(url);
  if (masked.username !== '') masked.username = '****';
  if (masked.password !== '') masked.password = '****';
  return masked.href;
}

function redirection(hop: Exchange): string | null {
  if (![301, 302, 303, 307, 308].includes(hop.status)) return null;
  const at = hop.rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'location');
  return at < 0 ? null : (hop.rawHeaders[at + 1] ?? null);
}

async function decodedBody(hop: Exchange): Promise<readonly [Buffer, Exchange]> {
  const encoding = canonicalHeaders(hop.rawHeaders)['Content-Encoding'];
  try {
    return [await decodeBody(hop.body, encoding), hop];
  } catch (error) {
    return [Buffer.alloc(0), { ...hop, status: 0, error: httpError(error) }];
  }
}

function responseOf(
  hop: Exchange,
  wanted: WireRequest,
  method: string,
  url: URL,
  headers: { readonly [name: string]: string },
  cookies: readonly WireCookie[],
): WireResponse {
  const byName: { [name: string]: WireCookie[] } = {};
  for (const cookie of cookies) (byName[cookie.name] ??= []).push(cookie);
  const code = hop.status;
  const noBody = code === 0 || code === 204 || code === 304 || (code >= 100 && code < 200) || wanted.responseType === 'none';
  return {
    remote_ip: hop.remote.ip,
    remote_port: hop.remote.port,
    url: code === 0 ? wanted.url : url.href,
    status: code,
    status_text: code === 0 ? '' : `${code} ${hop.statusText}`.trim(),
    proto: code === 0 ? '' : hop.proto,
    headers: canonicalHeaders(hop.rawHeaders),
    cookies: byName,
    hasBody: !noBody,
    timings: hop.timings,
    tls_version: hop.tls.version,
    tls_cipher_suite: hop.tls.cipher,
    error: hop.error?.text ?? '',
    error_code: errorCode(hop),
    request: {
      method,
      url: url.href,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      cookies: Object.fromEntries(Object.entries(wanted.cookies).map(([name, cookie]) => [name, [{ name, ...cookie }]])),
    },
  };
}

/** A request that could not even be sent has no samples. */
function failedResponse(
  wanted: WireRequest,
  method: string,
  address: string,
  error: unknown,
  points: WirePoint[],
): { response: WireResponse; body: null; points: WirePoint[] } {
  const { code, text } = httpError(error);
  return {
    response: {
      remote_ip: '',
      remote_port: 0,
      url: address,
      status: 0,
      status_text: '',
      proto: '',
      headers: {},
      cookies: {},
      hasBody: false,
      timings: { blocked: 0, looking_up: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0, duration: 0 },
      tls_version: '',
      tls_cipher_suite: '',
      error: text,
      error_code: code,
      request: { method, url: address, headers: {}, cookies: {} },
    },
    body: null,
    points,
  };
}
