import { RequestFailure } from './error-code.ts';

/** Throws RequestFailure, in the words and codes of k6, for what is no address of HTTP. */
export function requestUrl(address: string, base: URL | null): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? (base === null ? '' : 'http');
  if (scheme !== 'http' && scheme !== 'https') throw new RequestFailure(1000, `unsupported protocol scheme "${scheme}"`);
  if (/^https?:\/*$/i.test(address)) throw new RequestFailure(1000, 'http: no Host in request URL');
  try {
    return base === null ? new URL(address) : new URL(address, base);
  } catch {
    throw new RequestFailure(1020, 'invalid URL');
  }
}

export function withoutCredentials(url: URL): URL {
  if (url.username === '' && url.password === '') return url;
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

/** As it goes into tags: as the script wrote it, without credentials. `written` null: it comes from a redirect. */
export function shownUrl(url: URL, written: string | null): string {
  if (url.username === '' && url.password === '') return written ?? url.href;
  const masked = new URL(url);
  if (masked.username !== '') masked.username = '****';
  if (masked.password !== '') masked.password = '****';
  return masked.href;
}
