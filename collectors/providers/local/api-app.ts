import { Hono, type Context } from 'hono';
import { refuse } from '../../../src/core/door.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { z } from 'zod';
import { ApiError, driveOrder, serverOrder, type ResourceAnswer } from './api-shapes.ts';
import type { Cloud } from './cloud.ts';
import type { Fault, FaultPlan, Operation } from './faults.ts';

export interface ApiOptions {
  readonly cloud: Cloud;
  readonly token: string;
  /** host:port, known once the server listens. */
  readonly host: () => string;
  readonly clock: Clock;
  readonly faults: FaultPlan;
}

const kindOf = { drives: 'drive', servers: 'server' } as const;
const imageOrder = driveOrder.pick({ image: true, size_bytes: true });
type Work = (faults: readonly Fault[]) => ResourceAnswer | Promise<ResourceAnswer> | object;

/** The local provider's HTTP API: JSON, bearer token, orders answered with 202 and carried out afterwards. */
export function apiApp({ cloud, token, host, clock, faults }: ApiOptions): Hono {
  const app = new Hono();

  app.use(async (c, next) => {
    const refusal = refuse(c.req.raw, { hosts: [host()], token });
    if (refusal === undefined) return next();
    return problem(refusal.status, refusal.status === 401 ? 'unauthorized' : 'refused', refusal.reason);
  });

  /** Runs one operation with what the fault plan holds for this call. */
  async function perform(operation: Operation, c: Context, status: 200 | 202, work: Work): Promise<Response> {
    const meets = faults(operation);
    for (const fault of meets) if (fault.does === 'delay') await clock.sleep(fault.ms, c.req.raw.signal);
    const early = meets.find((fault) => fault.does === 'answer' || fault.does === 'hang-up');
    if (early === undefined || early.performed) {
      const answer = await work(meets);
      if (early === undefined) return Response.json(disguise(answer, meets), { status });
    }
    if (early.does === 'answer') return problem(early.status, early.code, `injected ${early.code}`);
    return new Response(new ReadableStream({ start: (controller) => controller.error(new Error('injected hang-up')) }), { status });
  }

  app.get('/v1', (c) => perform('ping', c, 200, () => ({ api: 'evenkeel-local', version: 1 })));
  app.post('/v1/images', async (c) => {
    const order = await body(c, imageOrder);
    await cloud.prepare(order.image, order.size_bytes);
    return c.json({});
  });
  app.post('/v1/drives', async (c) => {
    const order = await body(c, driveOrder);
    return perform('clone', c, 202, (meets) => cloud.clone(order, meets));
  });
  app.post('/v1/servers', async (c) => {
    const order = await body(c, serverOrder);
    return perform('create', c, 202, (meets) => cloud.create(order, meets));
  });
  app.post('/v1/servers/:id/start', (c) => perform('start', c, 202, (meets) => cloud.start(c.req.param('id'), meets)));
  app.get('/v1/resources', (c) => perform('list', c, 200, async () => ({ resources: await cloud.list(c.req.query('prefix') ?? '') })));
  for (const path of ['drives', 'servers'] as const) {
    app.get(`/v1/${path}/:id`, (c) => perform('inspect', c, 200, () => cloud.inspect(kindOf[path], c.req.param('id'))));
    app.delete(`/v1/${path}/:id`, (c) => perform('remove', c, 202, (meets) => cloud.remove(kindOf[path], c.req.param('id'), meets)));
  }

  app.notFound((c) => problem(404, 'not_found', `no such path: ${c.req.path}`));
  app.onError((error) => {
    if (error instanceof ApiError) return problem(error.status, error.code, error.message);
    return problem(500, 'internal', error.message);
  });
  return app;
}

function disguise(answer: object, meets: readonly Fault[]): object {
  const lie = meets.find((fault) => fault.does === 'report');
  return lie === undefined ? answer : { ...answer, status: lie.status };
}

async function body<T>(c: Context, shape: z.ZodType<T>): Promise<T> {
  try {
    return shape.parse(await c.req.json());
  } catch (error) {
    throw new ApiError(400, 'invalid_request', error instanceof z.ZodError ? z.prettifyError(error) : 'the body is not JSON');
  }
}

function problem(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}
