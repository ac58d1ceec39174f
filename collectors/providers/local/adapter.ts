import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { HarnessError } from '../../../src/core/errors.ts';
import {
  ProviderError,
  type CallContext,
  type Provider,
  type ProviderDeps,
  type ProviderKind,
  type ResourceKind,
  type ResourceState,
  type ResourceStatus,
} from '../../../src/core/provider.ts';
import { callApi, type RawAnswer } from '../api-call.ts';
import { API_CODES, errorAnswer, listAnswer, resourceAnswer, type LocalStatus, type ResourceAnswer } from './api-shapes.ts';
import { openChannel } from './channel.ts';
import { FAULTS_VARIABLE, type FaultRules } from './faults.ts';
import { startServer } from './start-server.ts';

const settings = z.strictObject({});
export type LocalSettings = z.infer<typeof settings>;

/** This machine as a cloud: a provider process of its own, drives that are really copied, instances that are processes. */
export const localProvider: ProviderKind<LocalSettings> = {
  kind: 'local',
  settings,
  open: async (_settings, deps) => {
    if (process.env[FAULTS_VARIABLE] === undefined) return openLocal(deps);
    throw new HarnessError('usage', `${FAULTS_VARIABLE} is set: faults are injected by tests only`, { hint: `Unset ${FAULTS_VARIABLE}.` });
  },
};

const STATUS: { readonly [status in LocalStatus]: ResourceStatus } = {
  cloning: 'pending',
  unmounted: 'ready',
  creating: 'pending',
  stopped: 'stopped',
  starting: 'pending',
  running: 'running',
  removing: 'removing',
  failed: 'failed',
};

/** `faults` is for tests: no config leads to it. Rejects with HarnessError when the provider's process does not come up. */
export async function openLocal(deps: ProviderDeps, faults?: FaultRules): Promise<Provider> {
  const token = randomBytes(24).toString('base64url');
  const server = await startServer({ stateDir: deps.stateDir, token, path: process.env.PATH ?? '', faults, log: deps.log });
  const agent = new Agent({ connections: 16 });

  /** One call; `pick` takes what is wanted out of an answer that is not an error. */
  function call<T>(
    operation: string,
    [method, path, body]: readonly ['GET' | 'POST' | 'DELETE', string, object?],
    context: CallContext,
    pick: (answer: RawAnswer) => T,
  ): Promise<T> {
    const ask = async (signal: AbortSignal): Promise<RawAnswer> => {
      const answer = await request(`${server.origin}/v1/${path}`, {
        method,
        dispatcher: agent,
        signal,
        headers: { authorization: `Bearer ${token}`, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
        body: method === 'POST' ? JSON.stringify(body ?? {}) : null,
      });
      return { status: answer.statusCode, contentType: String(answer.headers['content-type']), body: await answer.body.text() };
    };
    return callApi(operation, { clock: deps.clock, context, ask, read: pick });
  }

  return {
    name: 'local',
    version: '1',
    hasDrives: true,
    sharesHost: true,
    documentedCodes: API_CODES,
    endpoint: `${server.origin}/v1`,
    endpointAuth: { header: 'authorization', value: `Bearer ${token}` },
    prepare: (image, sizeBytes, context) =>
      call('prepare', ['POST', 'images', { image, size_bytes: sizeBytes }], { ...context, report: () => {} }, taken),
    clone: ({ name, expiresAt, image, sizeBytes }, context) =>
      call('clone', ['POST', 'drives', { name, expires_at: expiresAt, image, size_bytes: sizeBytes }], context, resource),
    create: ({ name, expiresAt, flavour, driveId, userData }, context) => {
      const order = { name, expires_at: expiresAt, flavour, drive: driveId ?? null, user_data: userData };
      return call('create', ['POST', 'servers', order], context, resource);
    },
    start: (id, context) => call('start', ['POST', `${pathOf('server', id)}/start`], context, taken),
    inspect: (kind, id, context) =>
      call('inspect', ['GET', pathOf(kind, id)], context, (answer) =>
        answer.status === 404 ? { id, kind, name: '', status: 'gone' } : resource(answer),
      ),
    remove: (kind, id, context) =>
      call('remove', ['DELETE', pathOf(kind, id)], context, (answer) => (answer.status === 404 ? undefined : taken(answer))),
    list: (prefix, context) =>
      call('list', ['GET', `resources?prefix=${encodeURIComponent(prefix)}`], context, (answer) =>
        read(answer, listAnswer).resources.map(stateOf),
      ),
    connect: async (machine, secret, signal) => {
      if (machine.address === undefined)
        throw new ProviderError(`server ${machine.id} has no address`, { code: 'no_address', retryable: true });
      return openChannel(machine.address, secret, { clock: deps.clock, signal });
    },
    close: async () => {
      await agent.destroy();
      await server.end();
    },
  };
}

function stateOf(answer: ResourceAnswer): ResourceState {
  return {
    id: answer.id,
    kind: answer.kind,
    name: answer.name,
    status: STATUS[answer.status],
    expiresAt: answer.expires_at,
    ...(answer.address === undefined ? {} : { address: answer.address }),
    ...(answer.ordered_at === undefined || answer.done_at === undefined
      ? {}
      : { times: { orderedAt: answer.ordered_at, doneAt: answer.done_at } }),
    ...(answer.error === undefined ? {} : { code: answer.error.code, message: answer.error.message }),
  };
}

/** Throws the ProviderError that an answer other than 2xx means. */
function taken(answer: RawAnswer): void {
  if (answer.status >= 200 && answer.status < 300) return;
  const told = errorAnswer.safeParse(parsed(answer.body)).data?.error;
  throw new ProviderError(`HTTP ${answer.status}: ${told?.message ?? answer.body.slice(0, 200)}`, {
    code: told?.code ?? `http_${answer.status}`,
    retryable: answer.status >= 500 || answer.status === 429,
    notFound: answer.status === 404,
  });
}

function read<T>(answer: RawAnswer, shape: z.ZodType<T>): T {
  taken(answer);
  const result = shape.safeParse(parsed(answer.body));
  if (result.success) return result.data;
  throw new ProviderError(`an answer that cannot be read: ${z.prettifyError(result.error)}`, { code: 'unreadable', retryable: true });
}

function resource(answer: RawAnswer): ResourceState {
  return stateOf(read(answer, resourceAnswer));
}

function pathOf(kind: ResourceKind, id: string): string {
  if (kind !== 'drive' && kind !== 'server') throw new RangeError(`the local provider has no ${kind}`);
  return `${kind}s/${encodeURIComponent(id)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
