import type { WireRequest, WireResponse } from '../http/wire.ts';
import { FileData, readBody } from './http-body.ts';
import { cookieJars } from './http-jar.ts';
import { EXPECTED_BY_DEFAULT, ExpectedStatuses, expectedFrom, readParams, type HttpDefaults, type NamedUrl } from './http-params.ts';
import { scriptResponse, takeBody, type ScriptResponse } from './http-response.ts';
import { ask, refuseInInit, unwrap, type VuState } from './vu-state.ts';

interface Prepared {
  readonly wire: WireRequest;
  readonly body: string | Uint8Array | undefined;
  readonly throws: boolean;
}

/** The module `k6/http`. */
export function httpModule(state: VuState): { readonly [name: string]: unknown } {
  const defaults: HttpDefaults = { expected: EXPECTED_BY_DEFAULT };

  function prepare(method: string, address: unknown, given: unknown, params: unknown): Prepared {
    refuseInInit(state, 'making http requests');
    const named = typeof address === 'object' && address !== null && 'url' in address ? (address as NamedUrl) : null;
    const { throw: throws, ...read } = readParams(state, defaults, params);
    const { content, contentType } = readBody(state, given);
    const hasType = Object.keys(read.headers).some((name) => name.toLowerCase() === 'content-type');
    const headers = contentType === null || hasType ? read.headers : { ...read.headers, 'Content-Type': contentType };
    const url = named === null ? String(address) : named.url;
    return { wire: { ...read, headers, method: method.toUpperCase(), url, name: named?.name ?? null }, body: content, throws };
  }

  function received(prepared: Prepared, wire: WireResponse, body: string | ArrayBuffer | null): ScriptResponse {
    if (wire.error !== '' && wire.status === 0) {
      if (prepared.throws) throw new Error(`${wire.request.method} "${wire.url}": ${wire.error}`);
      state.host.log('warn', `Request Failed: ${wire.request.method} "${wire.url}": ${wire.error}`);
    }
    return scriptResponse(state, wire, body, typeof prepared.body === 'string' ? prepared.body : '');
  }

  function request(method: string, url: unknown, body?: unknown, params?: unknown): ScriptResponse {
    const prepared = prepare(method, url, body, params);
    const wire = ask<WireResponse>(state, 'http', prepared.wire, prepared.body);
    return received(prepared, wire, takeBody(state, wire, prepared.wire.responseType));
  }

  function asyncRequest(method: string, url: unknown, body?: unknown, params?: unknown): Promise<ScriptResponse> {
    return new Promise((resolve) => {
      const prepared = prepare(method, url, body, params);
      const { turn } = state;
      state.pending += 1;
      resolve(
        new Promise((answered, refused) => {
          state.host.begin('http', JSON.stringify(prepared.wire), prepared.body, (answer) => {
            if (state.turn !== turn) return;
            try {
              const wire = unwrap<WireResponse>(answer);
              answered(received(prepared, wire, takeBody(state, wire, prepared.wire.responseType)));
            } catch (error) {
              refused(error);
            }
            state.pending -= 1;
            state.settle();
          });
        }),
      );
    });
  }

  function batch(given: unknown): unknown {
    if (typeof given !== 'object' || given === null) throw new TypeError('batch() needs an array or an object of requests');
    const entries = Object.entries(given).map(([key, item]) => [key, prepareOne(item)] as const);
    const answers = ask<WireResponse[]>(
      state,
      'batch',
      entries.map(([, { wire, body }]) => ({ wire, body: batchBody(body) })),
    );
    const responses = entries.map(([key, prepared], index) => {
      const wire = answers[index] as WireResponse;
      // Bodies of a batch travel within the answer.
      const body = wire.hasBody ? ((wire as WireResponse & { readonly text?: string }).text ?? null) : null;
      return [key, received(prepared, wire, body)] as const;
    });
    return Array.isArray(given) ? responses.map(([, response]) => response) : Object.fromEntries(responses);
  }

  function prepareOne(item: unknown): Prepared {
    const prepared = oneOf(item);
    if (prepared.wire.responseType === 'binary') throw new Error('batch() with responseType "binary" needs k6');
    return prepared;
  }

  function oneOf(item: unknown): Prepared {
    if (typeof item === 'string') return prepare('GET', item, undefined, undefined);
    if (Array.isArray(item)) return prepare(String(item[0]), item[1], item[2], item[3]);
    const { method = 'GET', url, body, params } = item as { method?: string; url?: unknown; body?: unknown; params?: unknown };
    if (url === undefined && 'name' in (item as object)) return prepare('GET', item, undefined, undefined);
    if (url === undefined) throw new TypeError('a request of batch() has no url');
    return prepare(method, url, body, params);
  }

  const plain =
    (method: string) =>
    (url: unknown, params?: unknown): ScriptResponse =>
      request(method, url, undefined, params);
  const withBody =
    (method: string) =>
    (url: unknown, body?: unknown, params?: unknown): ScriptResponse =>
      request(method, url, body, params);

  const all = {
    get: plain('GET'),
    head: plain('HEAD'),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: withBody('PATCH'),
    del: withBody('DELETE'),
    options: withBody('OPTIONS'),
    request,
    asyncRequest,
    batch,
    url: namedUrl,
    file: (data: unknown, filename?: string, type?: string) =>
      new FileData(data, filename ?? String(state.host.wall()), type ?? 'application/octet-stream'),
    expectedStatuses,
    setResponseCallback: (callback: unknown) => {
      defaults.expected = expectedFrom(callback);
    },
    ...cookieJars(state),
  };
  return { default: all, ...all };
}

function namedUrl(parts: readonly string[], ...values: unknown[]): NamedUrl {
  return {
    url: parts.reduce((text, part, index) => text + part + (index < values.length ? String(values[index]) : ''), ''),
    name: parts.reduce((text, part, index) => text + part + (index < values.length ? '${}' : ''), ''),
  };
}

function expectedStatuses(...given: unknown[]): ExpectedStatuses {
  if (given.length === 0) throw new TypeError('expectedStatuses() needs at least one status');
  return new ExpectedStatuses(
    given.map((status) => {
      if (Number.isInteger(status)) return [status as number, status as number] as const;
      const { min, max } = (status ?? {}) as { readonly min?: unknown; readonly max?: unknown };
      if (Number.isInteger(min) && Number.isInteger(max)) return [min as number, max as number] as const;
      throw new TypeError(`expectedStatuses() takes whole numbers and {min, max}, not ${JSON.stringify(status)}`);
    }),
  );
}

function batchBody(body: string | Uint8Array | undefined): unknown {
  return body === undefined || typeof body === 'string' ? (body ?? null) : [...body];
}
