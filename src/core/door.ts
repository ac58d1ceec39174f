import { timingSafeEqual } from 'node:crypto';

/** 64 KiB: no message of ours comes near it. */
export const MAX_BODY_BYTES = 65_536;

export interface DoorOptions {
  /** host:port exactly as our own clients write it. */
  readonly hosts: readonly string[];
  /** Absent: this server needs no token (exporter). */
  readonly token?: string;
}

export type Refusal = { readonly status: 401 | 403 | 411 | 413 | 415 | 421; readonly reason: string };

/**
 * The rules of every loopback server of ours, before a route is looked at: the exact Host (against DNS rebinding),
 * no foreign Origin or Sec-Fetch-Site (against a browser on this machine), JSON only, at most 64 KiB, the bearer token.
 */
export function refuse(request: Request, options: DoorOptions): Refusal | undefined {
  const header = (name: string): string | null => request.headers.get(name);
  const host = header('host') ?? '';
  if (!options.hosts.includes(host)) return { status: 421, reason: 'Host is not this server' };
  const origin = header('origin');
  if (origin !== null && !options.hosts.some((own) => origin === `http://${own}`)) return { status: 403, reason: 'foreign Origin' };
  const site = header('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return { status: 403, reason: 'foreign Sec-Fetch-Site' };
  if (options.token !== undefined && !sameText(header('authorization') ?? '', `Bearer ${options.token}`)) {
    return { status: 401, reason: 'missing or wrong bearer token' };
  }
  if (request.method === 'POST' || request.method === 'PUT' || request.method === 'PATCH') {
    if (!/^application\/json(?:;|$)/.test(header('content-type') ?? '')) return { status: 415, reason: 'JSON only' };
    const length = header('content-length');
    if (length === null || !/^\d+$/.test(length)) return { status: 411, reason: 'Content-Length is required' };
    if (Number(length) > MAX_BODY_BYTES) return { status: 413, reason: 'body over 64 KiB' };
  }
  return undefined;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
