import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import type {
  ApiCall,
  CallContext,
  Provider,
  ProviderDeps,
  ResourceKind,
  ResourceState,
  ResourceStatus,
} from '../../../src/core/provider.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** A state folder of its own for one test, with what a local provider needs to open in it. */
export async function localFolder(): Promise<{ readonly deps: ProviderDeps; remove(): Promise<void> }> {
  const stateDir = await mkdtemp(join(tmpdir(), 'evk-local-'));
  return {
    deps: { clock: systemClock, random: seededRandom(1), log: silentLog, stateDir, secret: () => '' },
    remove: () => rm(stateDir, { recursive: true, force: true }),
  };
}

export interface WatchedContext extends CallContext {
  readonly calls: readonly ApiCall[];
}

export function watchedContext(): WatchedContext {
  const calls: ApiCall[] = [];
  return { signal: AbortSignal.timeout(15_000), report: (call) => calls.push(call), calls };
}

/** Looks until the thing has this status. */
export async function until(provider: Provider, kind: ResourceKind, id: string, status: ResourceStatus): Promise<ResourceState> {
  const context = watchedContext();
  for (;;) {
    const state = await provider.inspect(kind, id, context);
    if (state.status === status) return state;
    await systemClock.sleep(15, context.signal);
  }
}

/** Path and content of every file below the folder. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path): Promise<[string, Buffer]> => [path, await readFile(path)])));
}
