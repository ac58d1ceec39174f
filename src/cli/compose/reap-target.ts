import { DEFAULT_LIMITS } from '../../../collectors/provision/provision-deps.ts';
import { reap, type Reaped } from '../../../collectors/provision/reap.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import type { Owed } from '../../core/ledger.ts';
import type { Provider, ResourceKind } from '../../core/provider.ts';
import { seededRandom } from '../../core/random.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { ResourceRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { recordApiCalls } from './api-calls.ts';
import { openProvider } from './open-provider.ts';
import { entropy } from './stores.ts';

export interface ReapTools {
  readonly context: Context;
  readonly config: Config;
  readonly writer: StoreWriter;
  readonly reader: StoreReader;
}

/** Opens the target's provider, deletes what outlived its run, closes it. */
export async function reapTarget(tools: ReapTools, target: TargetConfig, options: { readonly foreign: boolean }): Promise<Reaped> {
  const provider = await openProvider(tools.context, tools.config, target);
  try {
    return await reapLeftovers(tools, target, provider, options);
  } finally {
    await provider.close();
  }
}

/** What dead sessions owe, and what carries our mark and has expired. A living run's resources are left alone. */
export async function reapLeftovers(
  { context, writer, reader }: ReapTools,
  target: TargetConfig,
  provider: Provider,
  options: { readonly foreign: boolean },
): Promise<Reaped> {
  const { clock, redact, signal } = context;
  const dead = await writer.buryDead(clock.now());
  const open = await reader.openResources();
  const held = new Set(open.filter(({ sessionAlive }) => sessionAlive).map(({ name }) => name));
  const owed = new Map(
    [...dead.resources, ...open.filter(({ sessionAlive }) => !sessionAlive)]
      .filter((row) => row.provider === provider.name)
      .map((row) => [row.name, owedOf(row)]),
  );
  const state = (name: string, to: ResourceRow['state'], change: { externalId?: string; error?: string } = {}): Promise<void> =>
    writer.resourceState(name, to, { at: clock.now(), ...change });
  return reap(
    { storeUid: writer.storeUid, owed: [...owed.values()], isHeld: (name) => held.has(name), foreign: options.foreign },
    {
      provider,
      clock,
      signal,
      random: seededRandom(entropy()),
      limits: DEFAULT_LIMITS,
      report: recordApiCalls({ writer, provider, target: target.name, redact }),
      ledger: {
        intend: () => Promise.reject(new TypeError('a reaper creates nothing')),
        created: (name, id) => state(name, 'created', { externalId: id }),
        releasing: (name) => state(name, 'releasing'),
        gone: (name) => state(name, 'gone'),
        lost: (name, reason) => state(name, 'lost', { error: redact(reason) }),
      },
    },
  );
}

function owedOf({ name, kind, externalId }: ResourceRow): Owed {
  return externalId === null ? { name, kind: kind as ResourceKind, isLate: true } : { name, kind: kind as ResourceKind, id: externalId };
}
