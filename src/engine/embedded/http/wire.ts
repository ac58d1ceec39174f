import type { Tags } from '../guest/host.ts';

/** One request as a VU asks for it; the body travels beside it. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  /** With its placeholders, from http.url; masks the URL in tags. */
  readonly name: string | null;
  readonly headers: { readonly [name: string]: string };
  /** Base tags of the VU and the call's own. */
  readonly tags: Tags;
  readonly metadata: Tags;
  readonly timeoutMs: number;
  /** null: as the options say. */
  readonly redirects: number | null;
  readonly responseType: 'text' | 'binary' | 'none';
  /** Statuses that count as expected; null: no `http_req_failed` and no `expected_response`. */
  readonly expected: readonly (readonly [min: number, max: number])[] | null;
  readonly cookies: { readonly [name: string]: { readonly value: string; readonly replace: boolean } };
  /** Null: the VU's own jar. */
  readonly jar: number | null;
  readonly auth: 'basic' | null;
  readonly compression: readonly string[];
}

export interface WireCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly http_only: boolean;
  readonly secure: boolean;
  readonly max_age: number;
  /** ms since 1970; 0 for none. */
  readonly expires: number;
}

/** All in ms; what never happened is 0. */
export interface Timings {
  readonly blocked: number;
  readonly looking_up: number;
  readonly connecting: number;
  readonly tls_handshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
  readonly duration: number;
}

/** What came of it, without the body. A request that failed has status 0. */
export interface WireResponse {
  readonly remote_ip: string;
  readonly remote_port: number;
  readonly url: string;
  readonly status: number;
  readonly status_text: string;
  readonly proto: string;
  readonly headers: { readonly [name: string]: string };
  readonly cookies: { readonly [name: string]: readonly WireCookie[] };
  readonly hasBody: boolean;
  readonly timings: Timings;
  readonly tls_version: string;
  readonly tls_cipher_suite: string;
  readonly error: string;
  readonly error_code: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: { readonly [name: string]: readonly string[] };
    readonly cookies: { readonly [name: string]: readonly { readonly name: string; readonly value: string; readonly replace: boolean }[] };
  };
}
