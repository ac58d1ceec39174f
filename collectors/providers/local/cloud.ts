import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import { signalIdentified } from '../../../src/core/process-identity.ts';
import { ApiError, type driveOrder, type LocalStatus, type ResourceAnswer, type serverOrder } from './api-shapes.ts';
import { baseImage, cloneDrive, type DriveImage } from './drive-image.ts';
import type { Fault } from './faults.ts';
import { answerOf, change, forget, hold, later, notRunning, type Held } from './held-resource.ts';
import { leaveHome, type Homes } from './homes.ts';
import { startInstance } from './instance-start.ts';
import { loadResources, type LocalResource } from './resource-files.ts';

export interface CloudDeps {
  readonly stateDir: string;
  readonly homes: Homes;
  readonly clock: Clock;
  /** Environment of every instance. */
  readonly env: { readonly [name: string]: string };
}

/** Orders are taken at once and carried out afterwards, as real clouds do; `faults` meet what happens afterwards. Throws ApiError. */
export interface Cloud {
  /** Makes the base image, so that no clone pays for it. */
  prepare(image: string, sizeBytes: number): Promise<void>;
  clone(order: z.infer<typeof driveOrder>, faults: readonly Fault[]): Promise<ResourceAnswer>;
  create(order: z.infer<typeof serverOrder>, faults: readonly Fault[]): Promise<ResourceAnswer>;
  start(id: string, faults: readonly Fault[]): Promise<ResourceAnswer>;
  inspect(kind: ResourceAnswer['kind'], id: string): ResourceAnswer;
  remove(kind: ResourceAnswer['kind'], id: string, faults: readonly Fault[]): Promise<ResourceAnswer>;
  list(prefix: string): Promise<readonly ResourceAnswer[]>;
  /** Ends all instances and the work in hand; what is rented stays on disk. */
  close(): Promise<void>;
}

const UNFINISHED: readonly LocalStatus[] = ['cloning', 'creating', 'starting'];

export async function openCloud({ stateDir, homes, clock, env }: CloudDeps): Promise<Cloud> {
  const all = new Map<string, Held>();
  const images = new Map<string, Promise<DriveImage>>();
  const closing = new AbortController();

  function imageOf(name: string, sizeBytes: number): Promise<DriveImage> {
    const key = `${name} ${sizeBytes}`;
    const known = images.get(key) ?? baseImage(join(stateDir, 'images'), name, sizeBytes, closing.signal);
    images.set(key, known);
    // A failed one is tried again by the next order.
    known.catch(() => images.delete(key));
    return known;
  }

  async function take(value: Omit<LocalResource, 'id'>): Promise<Held> {
    const held = hold(homes.own, { id: randomBytes(8).toString('hex'), ...value, ordered_at: clock.now() });
    await change(held, held.value);
    all.set(held.value.id, held);
    return held;
  }

  function done({ value }: Held, status: LocalStatus, further: Partial<LocalResource> = {}): LocalResource {
    return { ...value, ...further, status, done_at: clock.now() };
  }

  function find(kind: ResourceAnswer['kind'], id: string): Held {
    const held = all.get(id);
    if (held === undefined || held.value.kind !== kind) throw new ApiError(404, 'not_found', `there is no ${kind} ${id}`);
    return held;
  }

  /** What dead provider processes left: their instances are ended, their orders in hand have failed. */
  async function adoptDead(): Promise<void> {
    for (const home of await homes.adopt()) {
      const found = await loadResources(home);
      if (found.length === 0) await leaveHome(home);
      for (const value of found) {
        if (value.process !== undefined) await signalIdentified(value.process, 'SIGKILL', { group: true });
        const held = hold(home, value);
        all.set(value.id, held);
        if (value.status === 'removing') removeLater(held, []);
        else if (UNFINISHED.includes(value.status)) {
          await change(held, notRunning(value, 'failed', { code: 'interrupted', message: 'the provider ended before the order was done' }));
        } else if (value.status === 'running') await change(held, notRunning(value, 'stopped'));
      }
    }
  }

  function startLater(held: Held, faults: readonly Fault[]): void {
    later(held, clock, faults, async (signal) => {
      const drive = held.value.drive === null ? undefined : all.get(held.value.drive);
      const instance = await startInstance({
        folder: serverFolder(held),
        order: { userData: held.userData ?? '', drive: drive === undefined ? null : driveFile(drive) },
        env,
        signal,
      });
      held.instance = instance;
      void instance.ended.then((words) => {
        if (held.instance !== instance) return;
        delete held.instance;
        if (held.value.status === 'running')
          void change(held, notRunning(held.value, 'stopped', { code: 'instance_ended', message: words }));
      });
      return () => change(held, done(held, 'running', { address: instance.address, process: instance.identity }));
    });
  }

  function removeLater(held: Held, faults: readonly Fault[]): void {
    held.stop.abort();
    held.stop = new AbortController();
    later(held, clock, faults, async () => {
      await held.instance?.end();
      await rm(held.value.kind === 'drive' ? driveFile(held) : serverFolder(held), { recursive: true, force: true });
      return async () => {
        await forget(held);
        all.delete(held.value.id);
      };
    });
  }

  await adoptDead();
  return {
    prepare: async (image, sizeBytes) => void (await imageOf(image, sizeBytes)),
    clone: async (order, faults) => {
      const held = await take({ kind: 'drive', name: order.name, expires_at: order.expires_at, status: 'cloning', drive: null });
      later(held, clock, faults, async (signal) => {
        const sha256 = await cloneDrive(await imageOf(order.image, order.size_bytes), driveFile(held), signal);
        return () => change(held, done(held, 'unmounted', { sha256 }));
      });
      return answerOf(held);
    },
    create: async (order, faults) => {
      if (order.drive !== null && find('drive', order.drive).value.status !== 'unmounted') {
        throw new ApiError(409, 'conflict', `drive ${order.drive} is ${find('drive', order.drive).value.status}`);
      }
      if ([...all.values()].some(({ value }) => value.drive !== null && value.drive === order.drive)) {
        throw new ApiError(409, 'conflict', `drive ${order.drive} is held by another server`);
      }
      const { name, expires_at, drive } = order;
      const held = await take({ kind: 'server', name, expires_at, status: 'creating', drive });
      held.userData = order.user_data;
      later(held, clock, faults, async () => {
        await mkdir(serverFolder(held), { recursive: true, mode: 0o700 });
        return () => change(held, done(held, 'stopped'));
      });
      return answerOf(held);
    },
    start: async (id, faults) => {
      const held = find('server', id);
      if (held.value.status !== 'stopped') throw new ApiError(409, 'conflict', `server ${id} is ${held.value.status}`);
      if (held.userData === undefined)
        throw new ApiError(409, 'conflict', `the user data of server ${id} went with an earlier provider process`);
      const { done_at: _, ...ordered } = notRunning(held.value, 'starting');
      await change(held, { ...ordered, ordered_at: clock.now() });
      startLater(held, faults);
      return answerOf(held);
    },
    inspect: (kind, id) => answerOf(find(kind, id)),
    remove: async (kind, id, faults) => {
      const held = find(kind, id);
      if ([...all.values()].some(({ value }) => value.drive === id)) throw new ApiError(409, 'conflict', `drive ${id} is held by a server`);
      if (held.value.status !== 'removing') {
        // On a full disk this cannot be written, and removing is what frees it; after a crash it is removed again.
        await change(held, notRunning(held.value, 'removing')).catch(() => undefined);
        removeLater(held, faults);
      }
      return answerOf(held);
    },
    list: async (prefix) => {
      await adoptDead();
      return [...all.values()].filter(({ value }) => value.name.startsWith(prefix)).map(answerOf);
    },
    close: async () => {
      closing.abort(new Error('the provider closes'));
      for (const held of all.values()) held.stop.abort(closing.signal.reason);
      await Promise.all([...all.values()].flatMap(({ instance, work }) => (instance === undefined ? [work] : [work, instance.end()])));
      const homesInUse = new Set([...all.values()].map(({ home }) => home));
      if (!homesInUse.has(homes.own)) await leaveHome(homes.own);
    },
  };
}

function driveFile({ home, value }: Held): string {
  return join(home, 'drives', `${value.id}.img`);
}

function serverFolder({ home, value }: Held): string {
  return join(home, 'servers', value.id);
}
