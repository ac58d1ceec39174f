import type { Owed } from '../../src/core/ledger.ts';
import {
  ProviderError,
  type DriveSpec,
  type HostFacts,
  type InstanceChannel,
  type ResourceState,
  type ServerSpec,
} from '../../src/core/provider.ts';
import { awaitStatus } from './await-status.ts';
import { placeOrder } from './place-order.ts';
import { limited } from './limited.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { backoffMs, mayRetry, retryCall, tryCall } from './retry.ts';

type OnOwed = (owed: Owed) => void;

/** From the order until the drive can be used. */
export async function cloneDrive(spec: DriveSpec, deps: ProvisionDeps, onOwed: OnOwed): Promise<ResourceState> {
  const { name, expiresAt } = spec;
  const id = await placeOrder({ name, kind: 'drive', expiresAt }, (context) => deps.provider.clone(spec, context), deps, onOwed);
  return awaitStatus('drive', id, ({ status }) => status === 'ready', deps);
}

/** From the order until the server is defined; some clouds start it at once. */
export async function createServer(spec: ServerSpec, deps: ProvisionDeps, onOwed: OnOwed): Promise<ResourceState> {
  const { name, expiresAt } = spec;
  const id = await placeOrder({ name, kind: 'server', expiresAt }, (context) => deps.provider.create(spec, context), deps, onOwed);
  return awaitStatus('server', id, ({ status }) => status === 'ready' || status === 'stopped' || status === 'running', deps);
}

/** From the order until it runs and its address is known. */
export async function startServer(id: string, deps: ProvisionDeps): Promise<ResourceState> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await tryCall((context) => deps.provider.start(id, context), attempt, deps);
      break;
    } catch (error) {
      if (!(error instanceof ProviderError) || deps.signal.aborted) throw error;
      // An error answer is no proof that the order was not taken.
      const { status } = await retryCall((context) => deps.provider.inspect('server', id, context), deps);
      if (status === 'pending' || status === 'running') break;
      if (!mayRetry(error, attempt, deps)) throw error;
      await deps.clock.sleep(backoffMs(attempt + 1, deps.random), deps.signal);
    }
  }
  return awaitStatus('server', id, ({ status, address }) => status === 'running' && address !== undefined, deps);
}

export async function factsOf(channel: InstanceChannel, deps: ProvisionDeps): Promise<HostFacts> {
  try {
    return await limited(deps.limits.callMs, deps, (signal) => channel.facts(signal));
  } catch (error) {
    deps.signal.throwIfAborted();
    throw new ProviderError(`the instance told nothing of its host: ${(error as Error).message}`, {
      code: 'no_facts',
      retryable: false,
      cause: error,
    });
  }
}
