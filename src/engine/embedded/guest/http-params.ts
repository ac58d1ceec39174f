import type { WireRequest } from '../http/wire.ts';
import { goDurationMs } from '../go-duration.ts';
import { shown } from './shown.ts';
import { tagsFrom, type VuState } from './vu-state.ts';

export type Expected = WireRequest['expected'];

/** What the script sets for all its requests. */
export interface HttpDefaults {
  expected: Expected;
}

/** Made by http.expectedStatuses. */
export class ExpectedStatuses {
  readonly ranges: NonNullable<Expected>;
  constructor(ranges: NonNullable<Expected>) {
    this.ranges = ranges;
  }
}

/** Made by http.url: the address, and its name with placeholders. */
export interface NamedUrl {
  readonly url: string;
  readonly name: string;
}

export interface Jar {
  readonly id: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
export const EXPECTED_BY_DEFAULT: NonNullable<Expected> = [[200, 399]];

/** Reads a call's `params`. Throws TypeError, naming the field, for what is wrong. */
export function readParams(
  state: VuState,
  defaults: HttpDefaults,
  given: unknown,
): Omit<WireRequest, 'method' | 'url' | 'name' | 'tags'> & { readonly tags: WireRequest['tags']; readonly throw: boolean } {
  if (given !== undefined && given !== null && typeof given !== 'object') throw new TypeError('the params of a request must be an object');
  const params = (given ?? {}) as { readonly [name: string]: unknown };
  return {
    headers: readHeaders(params['headers']),
    tags: { ...state.tags, ...tagsFrom(params['tags']) },
    metadata: { ...state.metadata },
    timeoutMs: readTimeout(params['timeout']),
    redirects: readRedirects(params['redirects']),
    responseType: readResponseType(state, params['responseType']),
    expected: readExpected(params, defaults.expected),
    cookies: readCookies(params['cookies']),
    jar: params['jar'] === undefined || params['jar'] === null ? null : (params['jar'] as Jar).id,
    auth: readAuth(params['auth']),
    compression: readCompression(params['compression']),
    throw: params['throw'] === undefined ? state.options.throw : Boolean(params['throw']),
  };
}

function readHeaders(given: unknown): WireRequest['headers'] {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw new TypeError('params.headers must be an object');
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

function readTimeout(given: unknown): number {
  if (given === undefined || given === null) return DEFAULT_TIMEOUT_MS;
  const ms = goDurationMs(given);
  if (ms === null || ms < 0) throw new TypeError(`invalid timeout value: ${shown(given)}`);
  return ms === 0 ? DEFAULT_TIMEOUT_MS : ms;
}

function readRedirects(given: unknown): number | null {
  if (given === undefined || given === null) return null;
  const count = Number(given);
  if (!Number.isInteger(count)) throw new TypeError(`params.redirects must be a whole number, not ${shown(given)}`);
  return Math.max(0, count);
}

function readResponseType(state: VuState, given: unknown): WireRequest['responseType'] {
  if (given === undefined || given === null) return state.options.discardResponseBodies ? 'none' : 'text';
  if (given === 'text' || given === 'binary' || given === 'none') return given;
  throw new TypeError(`invalid responseType "${shown(given)}": text, binary or none`);
}

function readExpected(params: { readonly [name: string]: unknown }, byDefault: Expected): Expected {
  if (!('responseCallback' in params) || params['responseCallback'] === undefined) return byDefault;
  return expectedFrom(params['responseCallback']);
}

export function expectedFrom(callback: unknown): Expected {
  if (callback === null) return null;
  if (callback instanceof ExpectedStatuses) return callback.ranges;
  throw new TypeError('responseCallback must be made by http.expectedStatuses() or be null');
}

function readCookies(given: unknown): WireRequest['cookies'] {
  if (given === undefined || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, cookie]) => {
      if (typeof cookie !== 'object' || cookie === null) return [name, { value: String(cookie), replace: false }];
      const { value, replace } = cookie as { readonly value?: unknown; readonly replace?: unknown };
      return [name, { value: shown(value ?? ''), replace: Boolean(replace) }];
    }),
  );
}

function readAuth(given: unknown): 'basic' | null {
  if (given === undefined || given === null || given === '') return null;
  if (given === 'basic') return 'basic';
  throw new Error(`params.auth "${shown(given)}" needs k6: the embedded engine knows basic only`);
}

function readCompression(given: unknown): readonly string[] {
  if (given === undefined || given === null || given === '') return [];
  const algorithms = shown(given)
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const unknown = algorithms.find((name) => !['gzip', 'deflate', 'br'].includes(name));
  if (unknown !== undefined) throw new Error(`compression "${unknown}" needs k6: the embedded engine knows gzip, deflate and br`);
  return algorithms;
}
