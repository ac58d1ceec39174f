import type { WireResponse } from '../http/wire.ts';
import { latestBytes, textOf, bytesFrom } from './bytes.ts';
import { selectJson } from './json-selector.ts';
import type { VuState } from './vu-state.ts';

type Plain = Omit<WireResponse, 'hasBody' | 'request'>;

/** k6's Response: the fields of the wire, the body, and the methods of a script. */
export interface ScriptResponse extends Plain {
  readonly body: string | ArrayBuffer | null;
  readonly request: WireResponse['request'] & { readonly body: string };
  json(selector?: string): unknown;
  html(): never;
  submitForm(): never;
  clickLink(): never;
}

/** Takes the body from the host: call while the host still holds it. `size` < 0: no body was kept. */
export function takeBody(state: VuState, wire: WireResponse, type: 'text' | 'binary' | 'none'): string | ArrayBuffer | null {
  if (!wire.hasBody || type === 'none') return null;
  return type === 'text' ? state.host.text() : (latestBytes(state).buffer as ArrayBuffer);
}

export function scriptResponse(state: VuState, wire: WireResponse, body: string | ArrayBuffer | null, sent: string): ScriptResponse {
  const { hasBody: _, request, ...plain } = wire;
  let parsed: { readonly value: unknown } | undefined;
  const methods = {
    json(selector?: string): unknown {
      if (parsed === undefined) {
        if (body === null) throw new Error('the response has no body, which json() needs');
        parsed = { value: JSON.parse(typeof body === 'string' ? body : textOf(state, bytesFrom(state, body))) };
      }
      if (selector === undefined) return parsed.value;
      return selectJson(parsed.value, selector);
    },
    html: needsK6('html'),
    submitForm: needsK6('submitForm'),
    clickLink: needsK6('clickLink'),
  };
  return Object.assign(Object.create(methods) as typeof methods, plain, { body, request: { ...request, body: sent } });
}

function needsK6(what: string): () => never {
  return () => {
    throw new Error(`Response.${what}() needs k6: the embedded engine reads no HTML`);
  };
}
