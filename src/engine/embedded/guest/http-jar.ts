import type { Jar } from './http-params.ts';
import { ask, refuseInInit, type VuState } from './vu-state.ts';

export type JarRequest =
  | { readonly op: 'new' }
  | { readonly op: 'get'; readonly jar: number | null; readonly url: string }
  | {
      readonly op: 'set';
      readonly jar: number | null;
      readonly url: string;
      readonly name: string;
      readonly value: string;
      readonly attributes: { readonly [name: string]: string | number | boolean };
    }
  | { readonly op: 'clear'; readonly jar: number | null; readonly url: string }
  | { readonly op: 'delete'; readonly jar: number | null; readonly url: string; readonly name: string };

/** http.cookieJar and http.CookieJar; the cookies themselves live in the I/O thread. */
export function cookieJars(state: VuState): { readonly cookieJar: () => object; readonly CookieJar: new () => Jar } {
  const methods = (jar: number | null): object => ({
    cookiesForURL: (url: string) => ask<{ [name: string]: string[] }>(state, 'jar', { op: 'get', jar, url } satisfies JarRequest),
    set: (url: string, name: string, value: string, attributes: { [name: string]: string | number | boolean } = {}) =>
      ask<boolean>(state, 'jar', { op: 'set', jar, url, name, value, attributes } satisfies JarRequest),
    clear: (url: string) => ask(state, 'jar', { op: 'clear', jar, url } satisfies JarRequest),
    delete: (url: string, name: string) => ask(state, 'jar', { op: 'delete', jar, url, name } satisfies JarRequest),
  });
  class CookieJar implements Jar {
    readonly id: number;
    constructor() {
      refuseInInit(state, 'making a cookie jar');
      this.id = ask<number>(state, 'jar', { op: 'new' } satisfies JarRequest);
      Object.assign(this, methods(this.id));
    }
  }
  return {
    CookieJar,
    cookieJar: () => {
      refuseInInit(state, 'the cookie jar');
      return { id: null, ...methods(null) };
    },
  };
}
