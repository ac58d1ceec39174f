import type { Clock } from '../../../core/clock.ts';
import { boundedSleep } from '../bounded-sleep.ts';
import type { RunOptions } from '../options.ts';
import type { WireBody, WirePoint } from '../vu-messages.ts';
import { canonicalHeaders } from './canonical-headers.ts';
import { cookieJar, type CookieJar } from './cookie-jar.ts';
import { decodeBody } from './decode-body.ts';
import { httpError } from './error-code.ts';
import { closeConnections, exchange, neverSent, openConnections, type Connections, type Exchange } from './exchange.ts';
import { hopPoints } from './hop-points.ts';
import { requestCookies, requestHeaders } from './request-headers.ts';
import { requestUrl, shownUrl, withoutCredentials } from './request-url.ts';
import type { WireRequest, WireResponse } from './wire.ts';
import { sentRequest, wireResponse } from './wire-response.ts';

export interface HttpAnswer {
  readonly response: WireResponse;
  readonly body: WireBody;
  /** Of every hop. */
  readonly points: readonly WirePoint[];
}

export interface HttpClient {
  /** Follows redirects; never rejects for what the target did. */
  request(request: WireRequest, body: WireBody): Promise<HttpAnswer>;
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

  async function request(wanted: WireRequest, body: WireBody): Promise<HttpAnswer> {
    const limit = new AbortController();
    const over = new AbortController();
    void boundedSleep(clock, wanted.timeoutMs, over.signal).then(
      () => limit.abort(),
      () => {},
    );
    try {
      return await hops(wanted, body, limit.signal);
    } finally {
      over.abort();
    }
  }

  async function hops(wanted: WireRequest, body: WireBody, signal: AbortSignal): Promise<HttpAnswer> {
    const points: WirePoint[] = [];
    const most = wanted.redirects ?? options.maxRedirects;
    const jar = jarOf(wanted.jar);
    let [method, content, from] = [wanted.method, body, null as URL | null];
    let address = wanted.url;
    let first: WireResponse['request'] | undefined;
    for (let hop = 0; ; hop += 1) {
      let url: URL;
      try {
        url = requestUrl(address, from);
      } catch (error) {
        const done = neverSent(httpError(error), clock);
        // What cannot even be read as an address was no request.
        if (done.error?.code !== 1020) points.push(...hopPoints(done, wanted, address, method, systemTags));
        first ??= sentRequest(method, address, {}, new Map());
        return { response: wireResponse(done, wanted, address, [], first), body: null, points };
      }
      const cookies = requestCookies(jar.for(url, nowMs()), wanted.cookies);
      const headers = requestHeaders(wanted, options.userAgent ?? userAgent, { url, from, content, cookies });
      const written = from === null ? wanted.url : null;
      first ??= sentRequest(method, written ?? url.href, headers, cookies);
      const done = await exchange(
        {
          method,
          url: withoutCredentials(url),
          headers,
          body: content,
          signal,
          keepBody: wanted.responseType !== 'none',
          insecure: options.insecureSkipTlsVerify,
        },
        connections,
        clock,
      );
      bytes = { sent: bytes.sent + done.bytesSent, received: bytes.received + done.bytesReceived };
      const set = jar.take(url, valuesOf(done, 'set-cookie'), nowMs());
      const location = redirection(done);
      if (location !== undefined && hop < most) {
        points.push(...hopPoints(done, wanted, shownUrl(url, written), method, systemTags));
        [from, address] = [url, location];
        // Only 307 and 308 send the same request again.
        if (done.status < 307 && method !== 'GET' && method !== 'HEAD') [method, content] = ['GET', null];
        continue;
      }
      const [decoded, final] = await decodedBody(done);
      points.push(...hopPoints(final, wanted, shownUrl(url, written), method, systemTags));
      const response = wireResponse(final, wanted, written ?? url.href, set, first);
      const kept = !response.hasBody ? null : wanted.responseType === 'text' ? decoded.toString('utf8') : new Uint8Array(decoded);
      return { response, body: kept, points };
    }
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

function valuesOf({ rawHeaders }: Exchange, wanted: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === wanted);
}

function redirection(hop: Exchange): string | undefined {
  return hop.error === null && [301, 302, 303, 307, 308].includes(hop.status) ? valuesOf(hop, 'location')[0] : undefined;
}

async function decodedBody(hop: Exchange): Promise<readonly [Buffer, Exchange]> {
  const encoding = canonicalHeaders(hop.rawHeaders)['Content-Encoding'];
  try {
    return [await decodeBody(hop.body, encoding), hop];
  } catch (error) {
    return [Buffer.alloc(0), { ...hop, status: 0, error: httpError(error) }];
  }
}
