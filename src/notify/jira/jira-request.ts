import type { Clock } from '../../core/clock.ts';
import type { Redact } from '../../core/redact.ts';
import { othersLine } from '../others-text.ts';
import type { JiraAnswer, JiraTrouble } from './jira-answer.ts';
import { retryAfterMs } from './retry-after.ts';

export interface JiraRequestOptions {
  readonly url: string;
  readonly api: 2 | 3;
  /** The whole header: `Basic …` or `Bearer …`. */
  readonly authorization: string;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly redact: Redact;
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
}

/** `path` below /rest/api/N, its parts encoded. Resolves always. */
export type JiraRequest = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<JiraAnswer>;

const MOST_BYTES = 16 * 1024 ** 2;
const MOST_WORDS = 500;

/** Speaks HTTP with JIRA's REST API: one request, one answer or what is known of its failure. Follows no redirect, which would take the token elsewhere. */
export function jiraRequest(options: JiraRequestOptions): JiraRequest {
  const { url, api, authorization, timeoutMs, clock, redact, signal, fetch } = options;
  const trouble = (change: Partial<JiraTrouble> & { readonly message: string }): JiraTrouble => ({
    ok: false,
    status: null,
    effect: 'none',
    again: 'later',
    waitMs: null,
    ...change,
    message: othersLine(redact(change.message), MOST_WORDS),
  });
  return async (method, path, body) => {
    let status: number | null = null;
    try {
      const response = await fetch(`${url}/rest/api/${api}${path}`, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      ({ status } = response);
      const text = await readText(response);
      return judge(response, text, clock, trouble);
    } catch (error) {
      // The process is to end: what was asked for may have been done.
      const told = signal.aborted ? 'interrupted before the answer came' : describe(error, timeoutMs);
      return trouble({ status, effect: neverArrived(error) ? 'none' : 'unknown', message: told });
    }
  };
}

type Tell = (change: Partial<JiraTrouble> & { readonly message: string }) => JiraTrouble;

function judge(response: Response, text: string, clock: Pick<Clock, 'now'>, trouble: Tell): JiraAnswer {
  const { status, headers } = response;
  const login = headers.get('x-seraph-loginreason') ?? '';
  // JIRA answers who it does not know as it answers anybody: 200, or 404 for what only others may see.
  if (/AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/.test(login)) {
    return trouble({ status, again: 'stop', message: `${status}: the login was refused (${login})` });
  }
  const body = parsed(text);
  if (status >= 200 && status < 300) {
    if (text.trim() === '') return { ok: true, body: undefined };
    if (body !== undefined) return { ok: true, body };
    return trouble({ status, effect: 'unknown', again: 'stop', message: `${status} without JSON: a login page, or no JIRA` });
  }
  const denied = headers.get('x-authentication-denied-reason');
  const message = `${status}: ${denied ?? wordsOf(body) ?? (response.statusText || 'no reason given')}`;
  const waitMs = retryAfterMs(headers.get('retry-after'), clock.now());
  if (status >= 300 && status < 400) {
    return trouble({ status, again: 'stop', message: `${status}: it sends us to ${headers.get('location') ?? 'nowhere'}` });
  }
  if (status === 401 || denied !== null) return trouble({ status, again: 'stop', message });
  if (status === 429) return trouble({ status, message, waitMs });
  if (status === 408 || status >= 500) return trouble({ status, effect: 'unknown', message, waitMs });
  return trouble({ status, again: 'never', message });
}

/** `{"errorMessages": ["…"], "errors": {"field": "…"}}`. */
function wordsOf(body: unknown): string | undefined {
  if (body === null || typeof body !== 'object') return undefined;
  const { errorMessages, errors, message } = body as { readonly [key: string]: unknown };
  const general = Array.isArray(errorMessages) ? errorMessages.map(String) : [];
  const fields =
    errors !== null && typeof errors === 'object' ? Object.entries(errors).map(([name, why]) => `${name}: ${String(why)}`) : [];
  const words = [...general, ...fields, ...(typeof message === 'string' ? [message] : [])];
  return words.length === 0 ? undefined : words.join('; ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const UNSENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function neverArrived(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (UNSENT.includes(code) || /CERT|SIGNED|ALTNAME|^ERR_TLS/.test(code));
}

function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  return typeof code === 'string' ? code : cause === undefined ? undefined : codeOf(cause);
}

function describe(error: unknown, timeoutMs: number): string {
  if ((error as Error).name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const code = codeOf(error);
  const cause = (error as Error).cause;
  const words = cause instanceof Error && cause.message !== '' ? cause.message : (error as Error).message;
  return code === undefined || words.includes(code) ? words : `${words} (${code})`;
}
