import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../../core/clock.ts';
import { httpError, REQUEST_TIMEOUT, UNEXPECTED_END, type HttpError } from './error-code.ts';
import type { Timings } from './wire.ts';

/** A VU's connections, kept alive between its requests. */
export interface Connections {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

export interface ExchangeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | null;
  /** Of the whole request, redirects included. */
  readonly signal: AbortSignal;
  /** False: the bytes are read and thrown away. */
  readonly keepBody: boolean;
  readonly insecure: boolean;
}

/** One hop: what was sent and what came back. */
export interface Exchange {
  /** Wall clock at the end, µs. */
  readonly at: number;
  readonly timings: Timings;
  readonly status: number;
  readonly statusText: string;
  readonly proto: string;
  readonly rawHeaders: readonly string[];
  /** As it came, still encoded. */
  readonly body: Buffer;
  readonly error: HttpError | null;
  readonly remote: { readonly ip: string; readonly port: number };
  readonly tls: { readonly version: string; readonly cipher: string };
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Marks of one hop on the monotonic clock, µs; undefined: it did not come to that. */
interface Marks {
  readonly start: number;
  dial?: number;
  connected?: number;
  secured?: number;
  ready?: number;
  written?: number;
  answered?: number;
}

/** Sends one request and reads its answer to the end. Never rejects: what went wrong is in `error`. */
export function exchange(request: ExchangeRequest, connections: Connections, clock: Clock): Promise<Exchange> {
  const marks: Marks = { start: clock.monotonic() };
  const secure = request.url.protocol === 'https:';
  return new Promise((resolve) => {
    let socket: Socket | undefined;
    let before = { written: 0, read: 0 };
    let response: IncomingMessage | undefined;
    const parts: Buffer[] = [];
    let over = false;

    const finish = (error: HttpError | null): void => {
      if (over) return;
      over = true;
      const end = clock.monotonic();
      resolve({
        at: clock.now(),
        timings: timingsOf(marks, end),
        status: error === null ? (response?.statusCode ?? 0) : 0,
        statusText: response?.statusMessage ?? '',
        proto: `HTTP/${response?.httpVersion ?? '1.1'}`,
        rawHeaders: response?.rawHeaders ?? [],
        body: Buffer.concat(parts),
        error,
        remote: { ip: socket?.remoteAddress ?? '', port: socket?.remotePort ?? 0 },
        tls: tlsOf(socket),
        bytesSent: Math.max(0, (socket?.bytesWritten ?? 0) - before.written),
        bytesReceived: Math.max(0, (socket?.bytesRead ?? 0) - before.read),
      });
    };
    const failed = (error: unknown): void => finish(request.signal.aborted ? REQUEST_TIMEOUT : httpError(error));

    try {
      const outgoing = (secure ? https : http).request(request.url, {
        method: request.method,
        headers: withLength(request),
        agent: secure ? connections.https : connections.http,
        signal: request.signal,
        setHost: !Object.keys(request.headers).some((name) => name.toLowerCase() === 'host'),
        ...(secure ? { rejectUnauthorized: !request.insecure } : {}),
      });
      outgoing.on('socket', (given) => {
        socket = given;
        const { reusedSocket } = outgoing;
        before = reusedSocket ? { written: given.bytesWritten, read: given.bytesRead } : before;
        if (reusedSocket || !given.connecting) marks.ready = clock.monotonic();
        else watchConnect(given, secure, marks, clock);
      });
      outgoing.on('finish', () => {
        marks.written = clock.monotonic();
      });
      outgoing.on('response', (incoming) => {
        marks.answered = clock.monotonic();
        response = incoming;
        incoming.on('data', (chunk: Buffer) => void (request.keepBody && parts.push(chunk)));
        incoming.on('end', () => finish(null));
        incoming.on('error', (error: NodeJS.ErrnoException) =>
          error.message === 'aborted' && !request.signal.aborted ? finish(UNEXPECTED_END) : failed(error),
        );
        // An answer that breaks off ends with neither an error nor an end.
        incoming.on('close', () => finish(incoming.complete ? null : UNEXPECTED_END));
      });
      outgoing.on('error', failed);
      outgoing.end(request.body === null ? undefined : request.body);
    } catch (error) {
      // A header or method that HTTP does not allow.
      failed(error);
    }
  });
}

function withLength({ headers, body }: ExchangeRequest): { readonly [name: string]: string } {
  const has = Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
  return body === null || has ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
}

/** The hop of a request that could not be sent. */
export function neverSent(error: HttpError, clock: Clock): Exchange {
  const now = clock.monotonic();
  return {
    at: clock.now(),
    timings: timingsOf({ start: now }, now),
    status: 0,
    statusText: '',
    proto: '',
    rawHeaders: [],
    body: Buffer.alloc(0),
    error,
    remote: { ip: '', port: 0 },
    tls: { version: '', cipher: '' },
    bytesSent: 0,
    bytesReceived: 0,
  };
}

function watchConnect(socket: Socket, secure: boolean, marks: Marks, clock: Clock): void {
  const dial = (): void => {
    marks.dial ??= clock.monotonic();
  };
  // An address needs no lookup, and then there is no such event: the dial began with the socket.
  socket.once('connectionAttempt', dial);
  socket.once('lookup', dial);
  socket.once('connect', () => {
    marks.connected = clock.monotonic();
    marks.dial ??= marks.start;
    if (!secure) marks.ready = marks.connected;
  });
  socket.once('secureConnect', () => {
    marks.secured = clock.monotonic();
    marks.ready = marks.secured;
  });
}

/**
 * k6's phases in ms: blocked until there is a connection (name lookup, connect and TLS included), sending until the
 * request is written, waiting until the answer begins, receiving until its end; duration is the sum of the last three.
 */
function timingsOf(marks: Marks, end: number): Timings {
  const ready = marks.ready;
  const written = ready === undefined ? undefined : Math.max(ready, Math.min(marks.written ?? end, marks.answered ?? end));
  const sending = between(ready, written);
  const waiting = between(written, marks.answered ?? end);
  const receiving = between(marks.answered, end);
  return {
    blocked: between(marks.start, ready ?? end),
    looking_up: 0,
    connecting: between(marks.dial, marks.connected),
    tls_handshaking: between(marks.connected, marks.secured),
    sending,
    waiting,
    receiving,
    duration: sending + waiting + receiving,
  };
}

/** ms between two marks; 0 where one was never reached. */
function between(from: number | undefined, to: number | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.max(0, to - from) / 1000;
}

function tlsOf(socket: Socket | undefined): Exchange['tls'] {
  if (!(socket instanceof TLSSocket)) return { version: '', cipher: '' };
  const version = (socket.getProtocol() ?? '').replace(/^TLSv/, 'tls').replace(/^tls1$/, 'tls1.0');
  return { version, cipher: socket.getCipher()?.standardName ?? '' };
}

/** `reuse` false: a connection for each request. */
export function openConnections(reuse: boolean): Connections {
  return { http: new http.Agent({ keepAlive: reuse }), https: new https.Agent({ keepAlive: reuse }) };
}

export function closeConnections(connections: Connections): void {
  connections.http.destroy();
  connections.https.destroy();
}
