import type { Owed } from '../../src/core/ledger.ts';
import { ProviderError, type CallContext, type ResourceKind } from '../../src/core/provider.ts';
import { findByMark } from './find-by-mark.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { backoffMs, mayRetry, tryCall } from './retry.ts';

/**
 * Has one thing created, once. An answer that does not say what became of the order (5xx, no answer) is not a refusal:
 * the thing is looked for by its mark before it is ordered again. `onOwed` hears of it before the provider does.
 */
export async function placeOrder(
  order: { readonly name: string; readonly kind: ResourceKind; readonly expiresAt: number },
  create: (context: CallContext) => Promise<{ readonly id: string }>,
  deps: ProvisionDeps,
  onOwed: (owed: Owed) => void,
): Promise<string> {
  const { name, kind } = order;
  deps.signal.throwIfAborted();
  await deps.ledger.intend(order);
  const taken = async (id: string): Promise<string> => {
    onOwed({ name, kind, id });
    await deps.ledger.created(name, id);
    return id;
  };
  for (let attempt = 0; ; attempt += 1) {
    onOwed({ name, kind, isLate: true });
    try {
      return await taken((await tryCall(create, attempt, deps)).id);
    } catch (error) {
      if (!(error instanceof ProviderError) || deps.signal.aborted) throw error;
      if (error.retryable) {
        const found = await findByMark(name, kind, deps);
        if (found !== undefined) return taken(found.id);
      } else onOwed({ name, kind });
      if (!mayRetry(error, attempt, deps)) throw error;
      await deps.clock.sleep(backoffMs(attempt + 1, deps.random), deps.signal);
    }
  }
}
