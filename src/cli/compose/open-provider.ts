import { dirname, join } from 'node:path';
import { providerKinds } from '../../../collectors/providers/registry.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import type { Provider, ProviderDeps, ProviderKind } from '../../core/provider.ts';
import { seededRandom } from '../../core/random.ts';
import type { Context } from '../context.ts';
import { entropy } from './stores.ts';

/** Opens the provider of a kind with its settings; tests put faults in here. */
export type OpenProvider = (kind: ProviderKind, settings: unknown, deps: ProviderDeps) => Promise<Provider>;

/** Opens a target's provider. Its state on this machine lies beside the store. */
export async function openProvider(context: Context, config: Config, target: TargetConfig): Promise<Provider> {
  const { clock, log, secrets } = context;
  const kind = providerKinds.find((candidate) => candidate.kind === target.provider?.kind);
  if (kind === undefined) throw new RangeError(`target ${target.name} has no provider that can be opened`);
  return context.openKind(kind, target.provider?.settings, {
    clock,
    random: seededRandom(entropy()),
    log,
    stateDir: join(dirname(config.store), `provider-${kind.kind}`),
    secret: secrets.value,
  });
}
