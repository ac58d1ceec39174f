import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannel } from '../../collectors/providers/local/channel.ts';
import { startInstance, type RunningInstance } from '../../collectors/providers/local/instance-start.ts';
import type { Clock } from '../../src/core/clock.ts';
import {
  ProviderError,
  type CallContext,
  type Provider,
  type ResourceKind,
  type ResourceState,
  type ResourceStatus,
} from '../../src/core/provider.ts';

export interface Nastiness {
  /** Of the calls of one operation, these (0 = the first) answer 500 though the order is carried out. */
  readonly lostAnswers: readonly number[];
  /** A status stands still this long before it goes on. */
  readonly stuckMs: number;
  /** A list shows new things, and leaves out removed ones, this much later. */
  readonly listLagMs: number;
  readonly removeMs: number;
  /** A server is called running this long before its port is open. */
  readonly closedMs: number;
}

export const NASTY: Nastiness = { lostAnswers: [0], stuckMs: 150, listLagMs: 200, removeMs: 250, closedMs: 250 };

interface Thing {
  state: ResourceState;
  readonly userData: string;
  readonly madeAt: number;
  goneAt: number;
  instance?: RunningInstance;
  relay?: Server;
}

export interface NastyProvider extends Provider {
  /** How often each operation was carried out: what the provider itself knows. */
  readonly done: ReadonlyMap<string, number>;
  /** What exists in truth. */
  existing(): readonly ResourceState[];
}

/** A cloud that keeps every promise late and answers wrong while it does: its instances are real processes, only the API is made up. */
export async function openNasty(clock: Clock, nastiness: Nastiness = NASTY): Promise<NastyProvider> {
  const folder = await mkdtemp(join(tmpdir(), 'evk-nasty-'));
  const things = new Map<string, Thing>();
  const calls = new Map<string, number>();
  const done = new Map<string, number>();
  const closing = new AbortController();
  const work = new Set<Promise<void>>();
  const ms = (): number => clock.monotonic() / 1000;

  function later(waitMs: number, task: () => void | Promise<void>): void {
    const one = clock
      .sleep(waitMs, closing.signal)
      .then(task)
      .catch(() => {});
    work.add(one);
    void one.finally(() => work.delete(one));
  }

  function set(thing: Thing, status: ResourceStatus, address?: ResourceState['address']): void {
    const { address: _, ...rest } = thing.state;
    thing.state = { ...rest, status, ...(address === undefined ? {} : { address }) };
  }

  async function call<T>(operation: string, { report, signal }: CallContext, perform: () => T): Promise<T> {
    signal.throwIfAborted();
    const n = calls.get(operation) ?? 0;
    calls.set(operation, n + 1);
    const [at, from] = [clock.now(), clock.monotonic()];
    await clock.sleep(2, signal);
    const tell = (code?: string): void =>
      report({
        operation,
        at,
        tookUs: Math.round(clock.monotonic() - from),
        attempt: 0,
        outcome: code === undefined ? 'ok' : 'failed',
        ...(code === undefined ? {} : { code, evidence: { media: 'text/plain', body: `HTTP 500 ${code}` } }),
      });
    let result: T;
    try {
      result = perform();
    } catch (error) {
      tell((error as ProviderError).code);
      throw error;
    }
    done.set(operation, (done.get(operation) ?? 0) + 1);
    const isOrder = operation !== 'list' && operation !== 'inspect';
    if (isOrder && nastiness.lostAnswers.includes(n)) {
      tell('max_retries_exceeded');
      throw new ProviderError(`${operation}: HTTP 500`, { code: 'max_retries_exceeded', retryable: true });
    }
    tell();
    return result;
  }

  function make(kind: ResourceKind, name: string, expiresAt: number, userData: string, becomes: ResourceStatus): { id: string } {
    const id = randomUUID();
    const thing: Thing = { state: { id, kind, name, status: 'pending', expiresAt }, userData, madeAt: ms(), goneAt: Infinity };
    things.set(id, thing);
    later(nastiness.stuckMs, () => (thing.state.status === 'pending' ? set(thing, becomes) : undefined));
    return { id };
  }

  function living(id: string): Thing | undefined {
    const thing = things.get(id);
    return thing === undefined || thing.goneAt <= ms() ? undefined : thing;
  }

  /** Called running with an address at once; the port itself opens later. */
  async function boot(thing: Thing): Promise<void> {
    const port = await freePort();
    set(thing, 'running', { host: '127.0.0.1', port });
    later(nastiness.closedMs, async () => {
      const instance = await startInstance({
        folder,
        order: { userData: thing.userData, drive: null },
        env: { PATH: process.env.PATH ?? '' },
        signal: closing.signal,
      });
      if (thing.state.status !== 'running') return instance.end();
      thing.instance = instance;
      thing.relay = createServer((near) => {
        const far = connect(instance.address);
        near.on('error', () => far.destroy()).on('close', () => far.destroy());
        far.on('error', () => near.destroy()).on('close', () => near.destroy());
        near.pipe(far).pipe(near);
      }).listen(port, '127.0.0.1');
    });
  }

  async function end(thing: Thing): Promise<void> {
    thing.relay?.close();
    await thing.instance?.end();
  }

  return {
    name: 'nasty',
    version: '1',
    hasDrives: true,
    sharesHost: true,
    documentedCodes: ['not_found', 'conflict'],
    done,
    existing: () => [...things.values()].filter(({ goneAt }) => goneAt > ms()).map(({ state }) => state),
    clone: (spec, context) => call('clone', context, () => make('drive', spec.name, spec.expiresAt, '', 'ready')),
    create: (spec, context) => call('create', context, () => make('server', spec.name, spec.expiresAt, spec.userData, 'stopped')),
    start: (id, context) =>
      call('start', context, () => {
        const thing = living(id);
        if (thing === undefined) throw new ProviderError(`no server ${id}`, { code: 'not_found', retryable: false, notFound: true });
        if (thing.state.status !== 'stopped') throw new ProviderError('it is not stopped', { code: 'conflict', retryable: false });
        set(thing, 'pending');
        later(nastiness.stuckMs, () => boot(thing));
      }),
    inspect: (kind, id, context) =>
      call('inspect', context, (): ResourceState => living(id)?.state ?? { id, kind, name: '', status: 'gone' }),
    remove: (_kind, id, context) =>
      call('remove', context, () => {
        const thing = living(id);
        if (thing === undefined || thing.state.status === 'removing') return;
        set(thing, 'removing');
        later(nastiness.removeMs, async () => {
          await end(thing);
          thing.goneAt = ms();
        });
      }),
    list: (prefix, context) =>
      call('list', context, () =>
        [...things.values()]
          .filter(({ madeAt, goneAt }) => madeAt + nastiness.listLagMs <= ms() && ms() < goneAt + nastiness.listLagMs)
          .map(({ state }) => state)
          .filter(({ name }) => name.startsWith(prefix)),
      ),
    connect: (server, secret, signal) => {
      if (server.address === undefined) return Promise.reject(new Error('it has no address'));
      return openChannel(server.address, secret, { clock, signal });
    },
    close: async () => {
      closing.abort();
      await Promise.all(work);
      await Promise.all([...things.values()].map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
