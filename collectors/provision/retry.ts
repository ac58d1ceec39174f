import { ProviderError, type CallContext } from '../../src/core/provider.ts';
import type { Random } from '../../src/core/random.ts';
import { limited } from './limited.ts';
import type { ProvisionDeps } from './provision-deps.ts';

/** What a retry needs of the deps. */
export type CallDeps = Pick<ProvisionDeps, 'clock' | 'random' | 'signal' | 'limits' | 'report'>;

/** Milliseconds before try `attempt` (1, 2, …): full jitter under a ceiling that doubles from 200 ms to 10 s. */
export function backoffMs(attempt: number, random: Random): number {
  return random() * Math.min(10_000, 200 * 2 ** (attempt - 1));
}

/** One try at a call, within the call's limit; reported as attempt `attempt`. */
export function tryCall<T>(call: (context: CallContext) => Promise<T>, attempt: number, deps: CallDeps): Promise<T> {
  return limited(deps.limits.callMs, deps, (signal) => call({ signal, report: (one) => deps.report({ ...one, attempt }) }));
}

/** Calls until it works, for what may be asked twice without harm; gives up as `attempts` and the error say. */
export async function retryCall<T>(call: (context: CallContext) => Promise<T>, deps: CallDeps): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await tryCall(call, attempt, deps);
    } catch (error) {
      if (!mayRetry(error, attempt, deps)) throw error;
      await deps.clock.sleep(backoffMs(attempt + 1, deps.random), deps.signal);
    }
  }
}

export function mayRetry(error: unknown, attempt: number, deps: CallDeps): error is ProviderError {
  return error instanceof ProviderError && error.retryable && attempt + 1 < deps.limits.attempts && !deps.signal.aborted;
}
