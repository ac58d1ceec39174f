import { createHmac } from 'node:crypto';
import { randomText } from '../../src/core/ids.ts';
import { ProviderError, type InstanceChannel, type ResourceState } from '../../src/core/provider.ts';
import { awaitStatus } from './await-status.ts';
import { limited } from './limited.ts';
import type { ProvisionDeps } from './provision-deps.ts';

/** One attempt to connect, and one answer over the channel. */
const ANSWER_MS = 5000;

/**
 * Connects as soon as something answers. Between two tries the provider is asked again, so that a server which has
 * stopped or failed meanwhile is not waited for; that it claims to run while nothing answers is no reason to give up.
 */
export async function awaitChannel(server: ResourceState, secret: string, deps: ProvisionDeps): Promise<InstanceChannel> {
  for (let state = server; ;) {
    try {
      return await limited(ANSWER_MS, deps, (signal) => deps.provider.connect(state, secret, signal));
    } catch (error) {
      deps.signal.throwIfAborted();
      await deps.clock.sleep(deps.limits.pollMs, deps.signal);
      state = await awaitStatus('server', server.id, ({ status }) => status === 'running' || status === 'stopped', deps);
      if (state.status === 'stopped') {
        const why = state.message ?? (error as Error).message;
        throw new ProviderError(`server ${server.id} has stopped: ${why}`, {
          code: state.code ?? 'stopped',
          retryable: false,
          cause: error,
        });
      }
    }
  }
}

/** Asks until the instance proves that it holds the secret: HMAC-SHA256 of a fresh nonce. At the phase's end the code is `no_context`. */
export async function proveContext(channel: InstanceChannel, secret: string, deps: ProvisionDeps): Promise<void> {
  for (let problem = 'no answer yet'; ;) {
    const nonce = randomText(26, deps.random);
    try {
      const proof = await limited(ANSWER_MS, deps, (signal) => channel.context(nonce, signal));
      if (proof === createHmac('sha256', secret).update(nonce).digest('hex')) return;
      problem = 'the proof was made with another secret';
    } catch (error) {
      problem = (error as Error).message;
    }
    try {
      await deps.clock.sleep(deps.limits.pollMs, deps.signal);
    } catch (error) {
      if ((error as Error).name !== 'TimeoutError') throw error;
      throw new ProviderError(`the context did not arrive: ${problem}`, { code: 'no_context', retryable: false, cause: error });
    }
  }
}
