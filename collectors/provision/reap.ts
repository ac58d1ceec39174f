import type { Ledger, Owed } from '../../src/core/ledger.ts';
import { MARK_PREFIX, parseMark } from '../../src/core/mark.ts';
import type { ResourceState } from '../../src/core/provider.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { releaseAll } from './release-all.ts';
import { retryCall } from './retry.ts';

export interface ReapOptions {
  readonly storeUid: string;
  /** What the ledger holds of dead sessions and is not gone. */
  readonly owed: readonly Owed[];
  /** Whether a living session's ledger holds this mark. */
  readonly isHeld: (name: string) => boolean;
  /** Delete marks of other stores too, once they have expired. */
  readonly foreign: boolean;
}

export interface Reaped {
  /** Marks of what was seen to be gone. */
  readonly reaped: readonly string[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Deletes what outlived its run: all that dead sessions owe, and what carries our mark and has expired. What a living run
 * holds is left, another store's mark is deleted only with `foreign` and after its expiry, and what carries no mark is
 * never touched. Rejects with ProviderError when the provider cannot be asked what there is.
 */
export async function reap(options: ReapOptions, deps: ProvisionDeps): Promise<Reaped> {
  const now = deps.clock.now();
  const owes = new Map(options.owed.map((each) => [each.name, each]));
  const left: { name: string; reason: string }[] = [];
  const strays: Owed[] = [];
  for (const state of await retryCall((context) => deps.provider.list(MARK_PREFIX, context), deps)) {
    if (owes.has(state.name)) continue;
    const reason = whyLeft(state, options, now);
    if (reason === undefined) strays.push({ name: state.name, kind: state.kind, id: state.id });
    else if (parseMark(state.name) !== undefined) left.push({ name: state.name, reason });
  }
  // One pass over both, so that a server that owes a drive to the other group goes first all the same.
  const { gone, lost } = await releaseAll([...owes.values(), ...strays], { ...deps, ledger: ledgerFor(deps.ledger, owes) });
  return { reaped: gone, left, failed: lost };
}

/** undefined: it is to be deleted. */
function whyLeft(state: ResourceState, { storeUid, isHeld, foreign }: ReapOptions, now: number): string | undefined {
  const mark = parseMark(state.name);
  if (mark === undefined) return 'carries no mark of ours';
  const hasExpired = state.expiresAt !== undefined && state.expiresAt <= now;
  if (mark.storeUid === storeUid) {
    if (isHeld(state.name)) return 'held by a living run';
    return hasExpired ? undefined : 'not expired yet, and no dead run owes it';
  }
  if (!hasExpired) return "another store's, not expired yet";
  return foreign ? undefined : "another store's, expired: --foreign deletes it";
}

/** The ledger has no line for what it never intended. */
function ledgerFor(ledger: Ledger, owes: ReadonlyMap<string, Owed>): Ledger {
  const known = (name: string, write: () => Promise<void>): Promise<void> => (owes.has(name) ? write() : Promise.resolve());
  return {
    intend: (resource) => ledger.intend(resource),
    created: (name, id) => known(name, () => ledger.created(name, id)),
    releasing: (name) => known(name, () => ledger.releasing(name)),
    gone: (name) => known(name, () => ledger.gone(name)),
    lost: (name, reason) => known(name, () => ledger.lost(name, reason)),
  };
}
