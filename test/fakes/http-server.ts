import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from './self-signed.ts';

/** What the server does with a request; may be changed while it runs. */
export interface HttpBehaviour {
  status?: number;
  headers?: { readonly [name: string]: string };
  body?: string | Buffer;
  /** Before the headers. */
  delayMs?: number;
  /** Between the headers and the body. */
  bodyDelayMs?: number;
  /** Says nothing at all. */
  silent?: boolean;
  /** Resets the connection: before the headers, or in the middle of the body. */
  reset?: 'headers' | 'body';
  /** Written in place of an HTTP answer, byte for byte. */
  raw?: string | Buffer;
  /** Every n-th request (n, 2n, …) fails as CloudSigma's API does under load. */
  failEvery?: number;
}

export interface HttpServerFake {
  readonly url: string;
  readonly port: number;
  behaviour: HttpBehaviour;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
    /** That the client named in its TLS handshake. */
    readonly serverName: string | undefined;
  }[];
  /** Connections that are open now. */
  readonly open: number;
  close(): Promise<void>;
}

/** The raw answer of a failed call. */
export const MAX_RETRIES_BODY = JSON.stringify([{ error_type: 'backend', error_message: 'max_retries_exceeded', error_point: null }]);

/** A real HTTP server on 127.0.0.1; with a certificate, HTTPS. */
export async function startHttpServer(behaviour: HttpBehaviour = {}, certificate?: Certificate): Promise<HttpServerFake> {
  const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string; serverName: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const listener: RequestListener = (request, response) => void serve(request, response);
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const fake: HttpServerFake = {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`,
    port,
    behaviour,
    requests,
    get open() {
      return sockets.size;
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };

  function pause(ms: number | undefined): Promise<void> {
    if (ms === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const named = (request.socket as TLSSocket).servername as string | false | null | undefined;
    const serverName = typeof named === 'string' ? named : undefined;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString(), serverName });
    const { status = 200, headers: given = {}, body = 'ok', delayMs, bodyDelayMs, silent, reset, raw, failEvery } = fake.behaviour;
    if (silent === true) return;
    await pause(delayMs);
    if (reset === 'headers') return reject(request);
    if (raw !== undefined) return void request.socket.end(raw);
    if (failEvery !== undefined && requests.length % failEvery === 0) {
      return void response.writeHead(503, { 'content-type': 'application/json' }).end(MAX_RETRIES_BODY);
    }
    response.writeHead(status, given);
    response.flushHeaders();
    await pause(bodyDelayMs);
    if (reset === 'body') {
      response.write('half');
      setTimeout(() => reject(request), 10);
      return;
    }
    response.end(body);
  }

  function reject(request: IncomingMessage): void {
    const [socket] = [...sockets].filter((candidate) => candidate.remotePort === request.socket.remotePort);
    socket?.resetAndDestroy();
  }

  return fake;
}
