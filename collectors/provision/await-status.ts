import { ProviderError, type ResourceKind, type ResourceState, type ResourceStatus } from '../../src/core/provider.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { retryCall } from './retry.ts';

/** Looks in a row at which a thing that was there before must be missing, to be believed gone. */
const GONE_LOOKS = 3;

/**
 * Looks until the provider gives one of `wanted`; throws ProviderError with the provider's code when it says `failed`, `gone`
 * when what was there is not any more. A thing not yet known right after its order is waited for, as lists and looks may lag.
 */
export async function awaitStatus(
  kind: ResourceKind,
  id: string,
  wanted: (state: ResourceState) => boolean,
  deps: ProvisionDeps,
): Promise<ResourceState> {
  let wasSeen = false;
  let missing = 0;
  for (;;) {
    const state = await retryCall((context) => deps.provider.inspect(kind, id, context), deps);
    if (wanted(state)) return state;
    missing = state.status === 'gone' ? missing + 1 : 0;
    wasSeen ||= missing === 0;
    throwIfBad(state, wasSeen && missing >= GONE_LOOKS);
    await deps.clock.sleep(deps.limits.pollMs, deps.signal);
  }
}

const BAD: readonly ResourceStatus[] = ['failed', 'removing'];

function throwIfBad(state: ResourceState, isMissing: boolean): void {
  // A reason given for standing still: it will not go on by itself.
  const hasEnded = state.status === 'stopped' && state.code !== undefined;
  if (!isMissing && !hasEnded && !BAD.includes(state.status)) return;
  const what = `${state.kind} ${state.id} is ${state.status}${state.message === undefined ? '' : `: ${state.message}`}`;
  throw new ProviderError(what, { code: state.code ?? state.status, retryable: false, notFound: isMissing });
}
