import type { WireBody } from '../vu-messages.ts';
import type { WireRequest } from './wire.ts';

export interface HopRequest {
  readonly url: URL;
  /** Where a redirect came from; null on the first hop. */
  readonly from: URL | null;
  readonly content: WireBody;
  /** Of the jar, and the call's own on top. */
  readonly cookies: ReadonlyMap<string, { readonly value: string }>;
}

const CREDENTIALS = ['authorization', 'cookie', 'www-authenticate'];

/** The headers of one hop, those that HTTP itself needs left out. */
export function requestHeaders(
  wanted: WireRequest,
  userAgent: string,
  { url, from, content, cookies }: HopRequest,
): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  const given = new Set(Object.keys(wanted.headers).map((name) => name.toLowerCase()));
  const crossed = from !== null && from.host !== url.host;
  for (const [name, value] of Object.entries(wanted.headers)) {
    // Credentials stay with the host they were meant for; a body that a redirect dropped has no type.
    if (crossed && CREDENTIALS.includes(name.toLowerCase())) continue;
    if (content === null && from !== null && /^content-/i.test(name)) continue;
    headers[name] = value;
  }
  if (!given.has('user-agent')) headers['User-Agent'] = userAgent;
  if (url.username !== '' && !given.has('authorization')) {
    const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['Authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  }
  if (cookies.size > 0 && !given.has('cookie')) headers['Cookie'] = [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  return headers;
}

/** The jar's cookies and the call's, which replace those of the jar only when they say so. */
export function requestCookies(
  kept: readonly { readonly name: string; readonly value: string }[],
  own: WireRequest['cookies'],
): ReadonlyMap<string, { readonly value: string; readonly replace: boolean }> {
  const cookies = new Map(kept.map(({ name, value }) => [name, { value, replace: false }]));
  for (const [name, cookie] of Object.entries(own)) if (cookie.replace || !cookies.has(name)) cookies.set(name, cookie);
  return cookies;
}
