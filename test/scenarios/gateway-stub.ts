import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActAnswer, ActRequest } from '../../src/core/act.ts';

export interface GatewayStub {
  readonly url: string;
  readonly token: string;
  /** Acts asked for, in order, and calls in all. */
  readonly asked: ActRequest[];
  readonly calls: { readonly method: string; readonly url: string; readonly headers: { readonly [name: string]: unknown } }[];
  close(): Promise<void>;
}

/** Decides how an act ends; null: noop; a number: the gateway itself answers with this status. */
export type Decide = (request: ActRequest) => Omit<Extract<ActAnswer, { state: 'done' }>, 'state' | 'id'> | null | number;

/** The wire of the gateway without what is behind it. Acts take `actMs`; a GET is held at most `holdMs`. */
export async function gatewayStub(decide: Decide, { actMs = 30, holdMs = 20_000 } = {}): Promise<GatewayStub> {
  const token = 'a-token-for-tests';
  const asked: ActRequest[] = [];
  const calls: GatewayStub['calls'] = [];
  const acts = new Map<string, { readonly answer: ActAnswer; readonly done: Promise<void> }>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void handle(request.method ?? '', request.url ?? '', request.headers, Buffer.concat(parts).toString()).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  });

  async function handle(
    method: string,
    url: string,
    headers: { readonly [name: string]: unknown },
    body: string,
  ): Promise<[number, unknown]> {
    calls.push({ method, url, headers });
    if (headers['authorization'] !== `Bearer ${token}`) return [401, { error: 'missing or wrong bearer token' }];
    if (method === 'POST' && url === '/acts') {
      if (headers['content-type'] !== 'application/json') return [415, { error: 'JSON only' }];
      const wanted = JSON.parse(body) as ActRequest;
      asked.push(wanted);
      const outcome = decide(wanted);
      if (typeof outcome === 'number') return [outcome, { error: 'no' }];
      if (outcome === null) return [200, { state: 'noop' }];
      const id = `a${acts.size + 1}`;
      acts.set(id, { answer: { state: 'done', id, ...outcome }, done: new Promise((resolve) => setTimeout(resolve, actMs)) });
      return [202, { state: 'running', id }];
    }
    const [, id = '', wait = ''] = /^\/acts\/(\w+)\?wait=(\d+)$/.exec(url) ?? [];
    const act = acts.get(id);
    if (act === undefined) return [404, { error: 'no such act' }];
    const over = await Promise.race([
      act.done.then(() => true),
      new Promise((resolve) => setTimeout(resolve, Math.min(holdMs, Number(wait) * 1000))).then(() => false),
    ]);
    return [200, over ? act.answer : { state: 'running', id }];
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    asked,
    calls,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
