import type { ResourceKind, ResourceState } from '../../src/core/provider.ts';
import { retryCall } from './retry.ts';
import type { ProvisionDeps } from './provision-deps.ts';

/** Everything that the provider lists under exactly this mark; more than one where an order was carried out twice. */
export async function listByMark(name: string, kind: ResourceKind, deps: ProvisionDeps): Promise<readonly ResourceState[]> {
  const listed = await retryCall((context) => deps.provider.list(name, context), deps);
  return listed.filter((each) => each.name === name && each.kind === kind);
}

/** Looks again until it is listed or `settleMs` have passed: a list may lag behind. */
export async function findByMark(name: string, kind: ResourceKind, deps: ProvisionDeps): Promise<ResourceState | undefined> {
  const until = deps.clock.monotonic() + deps.limits.settleMs * 1000;
  for (;;) {
    const [found] = (await listByMark(name, kind, deps)).filter(({ status }) => status !== 'removing' && status !== 'gone');
    if (found !== undefined || deps.clock.monotonic() >= until) return found;
    await deps.clock.sleep(deps.limits.pollMs, deps.signal);
  }
}
