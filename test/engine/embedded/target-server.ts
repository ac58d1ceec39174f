import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Certificate } from '../../fakes/self-signed.ts';

export interface TargetServer {
  readonly url: string;
  /** Connections opened so far, and requests in flight at most. */
  readonly seen: { connections: number; most: number };
  close(): Promise<void>;
}

/** A target on 127.0.0.1 with the routes that the tests of `k6/http` need. */
export async function targetServer(certificate?: Certificate): Promise<TargetServer> {
  const seen = { connections: 0, most: 0 };
  let inFlight = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    inFlight += 1;
    seen.most = Math.max(seen.most, inFlight);
    response.on('close', () => {
      inFlight -= 1;
    });
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  server.on(certificate === undefined ? 'connection' : 'secureConnection', () => {
    seen.connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const url = new URL(request.url ?? '/', 'http://target');
  const [, route = '', argument = ''] = url.pathname.split('/');
  const echo = JSON.stringify({ method: request.method, path: request.url, headers: request.headers, body: body.toString('latin1') });
  if (route === 'status') {
    response.writeHead(Number(argument)).end(Number(argument) === 204 ? undefined : `status ${argument}`);
  } else if (route === 'redirect') {
    const left = Number(argument) - 1;
    response
      .writeHead(Number(url.searchParams.get('code') ?? 302), { location: left > 0 ? `/redirect/${left}${url.search}` : '/echo' })
      .end();
  } else if (route === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, Number(argument)));
    response.end(echo);
  } else if (route === 'encoded') {
    const encode = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[argument];
    response.writeHead(200, { 'content-encoding': argument }).end(encode === undefined ? 'not what it says' : encode(echo));
  } else if (route === 'liar') {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
  } else if (route === 'cookie') {
    response.setHeader('set-cookie', ['a=1; Path=/', 'deep=2; Path=/deep', 'old=3; Max-Age=0', 'secret=4; Secure; HttpOnly']);
    response.end('set');
  } else if (route === 'reset') {
    request.socket.resetAndDestroy();
  } else if (route === 'broken') {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setTimeout(() => request.socket.destroy(), 20);
  } else if (route === 'bytes') {
    response.end(Buffer.from([0, 1, 128, 255]));
  } else {
    response.writeHead(200, { 'content-type': 'application/json', 'x-twice': ['one', 'two'] }).end(echo);
  }
}
