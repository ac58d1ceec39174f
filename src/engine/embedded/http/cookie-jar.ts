import type { WireCookie } from './wire.ts';

/** What a VU keeps of the cookies it was sent; the rules of RFC 6265 §5, without the list of public suffixes. */
export interface CookieJar {
  /** Takes `Set-Cookie` headers as an answer from `url` brings them. */
  take(url: URL, setCookie: readonly string[], nowMs: number): readonly WireCookie[];
  for(url: URL, nowMs: number): readonly { readonly name: string; readonly value: string }[];
  set(url: URL, name: string, value: string, attributes: { readonly [name: string]: string | number | boolean }, nowMs: number): void;
  clear(url: URL): void;
  remove(url: URL, name: string): void;
}

interface Kept {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly expiresMs: number | null;
  readonly order: number;
}

export function cookieJar(): CookieJar {
  const kept = new Map<string, Kept>();
  let order = 0;

  const applies = (cookie: Kept, url: URL): boolean =>
    domainMatches(url.hostname, cookie) && pathMatches(url.pathname, cookie.path) && (!cookie.secure || isSecure(url));
  const keep = (url: URL, cookie: WireCookie, nowMs: number): void => {
    const domain = cookie.domain.replace(/^\./, '').toLowerCase();
    const hostOnly = domain === '';
    if (!hostOnly && !domainMatches(url.hostname, { domain, hostOnly: false })) return;
    const made: Kept = {
      name: cookie.name,
      value: cookie.value,
      domain: hostOnly ? url.hostname : domain,
      hostOnly,
      path: cookie.path.startsWith('/') ? cookie.path : defaultPath(url.pathname),
      secure: cookie.secure,
      expiresMs: cookie.max_age !== 0 ? nowMs + cookie.max_age * 1000 : cookie.expires !== 0 ? cookie.expires : null,
      order: (order += 1),
    };
    const key = `${made.domain};${made.path};${made.name}`;
    if (made.expiresMs !== null && made.expiresMs <= nowMs) kept.delete(key);
    else kept.set(key, { ...made, order: kept.get(key)?.order ?? made.order });
  };

  return {
    take(url, setCookie, nowMs) {
      const cookies = setCookie.flatMap((line) => parseSetCookie(line) ?? []);
      for (const cookie of cookies) keep(url, cookie, nowMs);
      return cookies;
    },
    for: (url, nowMs) =>
      [...kept.values()]
        .filter((cookie) => (cookie.expiresMs === null || cookie.expiresMs > nowMs) && applies(cookie, url))
        .toSorted((a, b) => b.path.length - a.path.length || a.order - b.order)
        .map(({ name, value }) => ({ name, value })),
    set(url, name, value, attributes, nowMs) {
      const text = (key: string): string => (attributes[key] === undefined ? '' : String(attributes[key]));
      const expires = Date.parse(text('expires'));
      keep(
        url,
        {
          name,
          value,
          domain: text('domain'),
          path: text('path'),
          http_only: attributes['http_only'] === true,
          secure: attributes['secure'] === true,
          max_age: Number(attributes['max_age'] ?? 0),
          expires: Number.isNaN(expires) ? 0 : expires,
        },
        nowMs,
      );
    },
    clear(url) {
      for (const [key, cookie] of kept) if (applies(cookie, url)) kept.delete(key);
    },
    remove(url, name) {
      for (const [key, cookie] of kept) if (cookie.name === name && applies(cookie, url)) kept.delete(key);
    },
  };
}

/** Null for a line without a name. A Max-Age of 0 or less reads as -1: gone at once. */
export function parseSetCookie(line: string): WireCookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, Math.max(at, 0)).trim();
  if (at < 0 || name === '') return null;
  const found = new Map(
    attributes.map((attribute) => {
      const [key = '', ...value] = attribute.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const maxAge = Number(found.get('max-age'));
  const expires = Date.parse(found.get('expires') ?? '');
  return {
    name,
    value: pair
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
    domain: found.get('domain') ?? '',
    path: found.get('path') ?? '',
    http_only: found.has('httponly'),
    secure: found.has('secure'),
    max_age: !found.has('max-age') || Number.isNaN(maxAge) ? 0 : maxAge <= 0 ? -1 : maxAge,
    expires: Number.isNaN(expires) ? 0 : expires,
  };
}

function domainMatches(host: string, { domain, hostOnly }: { readonly domain: string; readonly hostOnly: boolean }): boolean {
  if (host === domain) return true;
  return !hostOnly && host.endsWith(`.${domain}`) && !/^[\d.]+$|:/.test(host);
}

/** This machine counts as secure without TLS, as in Go. */
function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function pathMatches(path: string, cookiePath: string): boolean {
  return path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));
}

function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}
