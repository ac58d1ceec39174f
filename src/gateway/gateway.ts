import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { refuse } from '../core/door.ts';
import { createActs, MAX_WAIT_MS, type ActHandler } from './acts.ts';

const bounded = z.int().min(0).max(1_000_000_000);
const key = { vu: bounded, iteration: bounded, n: bounded };
const named = z.string().max(64);
/** Names from the config and bounded numbers: nothing here reaches a shell, a path or a URL. */
const actRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('job'), name: named, ...key }),
  z.strictObject({ act: z.literal('probe'), name: named, ...key }),
  z.strictObject({ act: z.literal('provision'), ...key }),
]);

export interface Gateway {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** Aborts and awaits what this execution still has open. */
  endExecution(execution: string): Promise<void>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly handle: ActHandler;
  /** The execution a bearer token belongs to; undefined = a stranger. */
  readonly executionOf: (token: string) => string | undefined;
  readonly clock: Clock;
}

/** The collectors' HTTP API for scenarios: loopback only, one token an execution. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const acts = createActs(options.handle, options.clock);
  const hosts: string[] = [];
  const app = new Hono<{ Variables: { execution: string } }>();

  app.use('*', async (context, next) => {
    const refusal = refuse(context.req.raw, { hosts });
    if (refusal !== undefined) return context.json({ error: refusal.reason }, refusal.status);
    const execution = options.executionOf((context.req.header('authorization') ?? '').replace(/^Bearer /, ''));
    if (execution === undefined) return context.json({ error: 'missing or wrong bearer token' }, 401);
    context.set('execution', execution);
    return next();
  });
  app.post('/acts', async (context) => {
    const body = actRequest.safeParse(await context.req.json().catch(() => null));
    if (!body.success) return context.json({ error: `not an act: ${z.prettifyError(body.error)}` }, 400);
    try {
      const answer = acts.ask(context.get('execution'), body.data);
      return context.json(answer, answer.state === 'running' ? 202 : 200);
    } catch (error) {
      return context.json({ error: (error as Error).message }, 422);
    }
  });
  app.get('/acts/:id', async (context) => {
    const wait = Number(context.req.query('wait') ?? '0');
    if (!Number.isFinite(wait) || wait < 0) return context.json({ error: 'wait must be seconds, 0 to 20' }, 400);
    const answer = await acts.wait(context.get('execution'), context.req.param('id'), Math.min(wait * 1000, MAX_WAIT_MS));
    return answer === undefined ? context.json({ error: 'no such act' }, 404) : context.json(answer);
  });

  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  // Scripts hold connections open between acts; a wait of 20 s must not be cut.
  server.keepAliveTimeout = 75_000;
  const port = await listen(server);
  hosts.push(`127.0.0.1:${port}`);
  const reaper = setInterval(() => acts.expire(), 1_000);
  reaper.unref();
  return {
    address: `http://127.0.0.1:${port}`,
    endExecution: (execution) => acts.end(execution),
    async close() {
      clearInterval(reaper);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
