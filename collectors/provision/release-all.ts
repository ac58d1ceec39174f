import type { Owed } from '../../src/core/ledger.ts';
import { ProviderError, type ResourceKind } from '../../src/core/provider.ts';
import { findByMark, listByMark } from './find-by-mark.ts';
import { limited } from './limited.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { backoffMs, tryCall } from './retry.ts';

export interface Released {
  /** Marks of what was seen to be gone. */
  readonly gone: readonly string[];
  readonly lost: readonly { readonly name: string; readonly reason: string }[];
}

/** Servers hold drives and addresses: they go first. */
const ORDER: readonly ResourceKind[] = ['server', 'drive', 'address', 'firewall'];

/**
 * Removes all of it and waits until each is seen to be gone, everything under its mark included: an order that was carried
 * out twice leaves two. What is not seen to be gone within the limit, or before `signal` fires, is `lost` in the ledger,
 * with the reason. Rejects only when the ledger cannot be written.
 */
export async function releaseAll(owed: readonly Owed[], deps: ProvisionDeps): Promise<Released> {
  const gone: string[] = [];
  const lost: { name: string; reason: string }[] = [];
  for (const kind of ORDER) {
    const same = owed.filter((each) => each.kind === kind);
    await Promise.all(same.map((each) => deps.ledger.releasing(each.name)));
    await Promise.all(
      same.map(async (each) => {
        const reason = await problemOf(limited(deps.limits.phaseMs.release, deps, (signal) => removeByMark(each, { ...deps, signal })));
        if (reason === undefined) {
          await deps.ledger.gone(each.name);
          gone.push(each.name);
        } else {
          await deps.ledger.lost(each.name, reason);
          lost.push({ name: each.name, reason });
        }
      }),
    );
  }
  return { gone, lost };
}

async function problemOf(work: Promise<void>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof ProviderError ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error);
  }
}

async function removeByMark({ name, kind, id, isLate }: Owed, deps: ProvisionDeps): Promise<void> {
  if (id !== undefined) await removeUntilGone(kind, id, deps);
  else if (isLate === true) await findByMark(name, kind, deps);
  // A list may still show what is gone; looking at it tells, and removing what is gone is no error.
  for (const { id: listed } of await listByMark(name, kind, deps)) await removeUntilGone(kind, listed, deps);
}

/** Looks between two orders to remove: an order may be lost, and a drive is held as long as its server lingers. */
const LOOKS = 10;

async function removeUntilGone(kind: ResourceKind, id: string, deps: ProvisionDeps): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const refusal = await tryUnlessOver(() => tryCall((context) => deps.provider.remove(kind, id, context), attempt, deps), deps);
    // Refused: look once, for it may be gone all the same, and order again after a while.
    for (let look = 0; look < (refusal === undefined ? LOOKS : 1); look += 1) {
      let status: string | undefined;
      await tryUnlessOver(async () => {
        ({ status } = await tryCall((context) => deps.provider.inspect(kind, id, context), 0, deps));
      }, deps);
      if (status === 'gone') return;
      if (status === 'removing') look = 0;
      await deps.clock.sleep(deps.limits.pollMs, deps.signal);
    }
    if (refusal !== undefined) {
      if (!mayHelpLater(refusal)) throw refusal;
      await deps.clock.sleep(backoffMs(attempt + 1, deps.random), deps.signal);
    }
  }
}

/** The provider's refusal; rejects with the signal's reason once it fired. */
async function tryUnlessOver(work: () => Promise<void>, deps: ProvisionDeps): Promise<ProviderError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    deps.signal.throwIfAborted();
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** A conflict passes when what holds the thing is gone. */
function mayHelpLater(error: ProviderError): boolean {
  return error.retryable || error.code === 'conflict';
}
