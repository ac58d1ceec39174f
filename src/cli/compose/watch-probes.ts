import { startObserver, type Observer } from '../../../collectors/observer.ts';
import type { Config, ProbeConfig, TargetConfig } from '../../config/types.ts';
import { seededRandom } from '../../core/random.ts';
import type { Provider } from '../../core/provider.ts';
import { tick } from '../../schedule/intervals.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { Context } from '../context.ts';
import { openProvider } from './open-provider.ts';
import { probing } from './probing.ts';
import { entropy } from './stores.ts';

/** All probes of all targets on their intervals, in this process, until the context's signal fires. */
export async function watchProbes(context: Context, config: Config, writer: StoreWriter, reader: StoreReader): Promise<void> {
  const targets = Object.values(config.targets).filter(({ probes }) => Object.keys(probes).length > 0);
  const providers: Provider[] = [];
  const { clock, signal, log } = context;
  const gap = (range: Gap): void => {
    writer.recordGap(range).catch((error: unknown) => log.error({ err: error }, 'a gap could not be recorded'));
  };
  const observer = startObserver({
    clock,
    target: config.observer.name,
    signal,
    sink: (observation) => writer.observe(observation),
    onSuspend: ({ at, forUs }) => gap({ schedule: null, fromAt: at - forUs, toAt: at, ticks: 0, reason: 'suspend' }),
    onStep: ({ at, byUs }) =>
      gap({ schedule: null, fromAt: Math.min(at, at - byUs), toAt: Math.max(at, at - byUs), ticks: 0, reason: 'clock' }),
  });
  try {
    const looks = targets.map(async (target) => {
      const provider = await providerFor(context, config, target);
      if (provider !== null) providers.push(provider);
      const look = probing(target, { ...context, random: seededRandom(entropy()), provider });
      await Promise.all(
        Object.values(target.probes).map((probe) => watchOne({ context, target, probe, look, writer, reader, gap, observer })),
      );
    });
    await Promise.all(looks);
    await observer.done;
  } finally {
    await Promise.all(providers.map((provider) => provider.close()));
  }
}

/** Only a target whose probes take their address from it keeps a provider open. */
async function providerFor(context: Context, config: Config, target: TargetConfig): Promise<Provider | null> {
  return target.provider !== undefined && Object.values(target.probes).some(({ of }) => of === 'provider')
    ? openProvider(context, config, target)
    : null;
}

type Gap = Parameters<StoreWriter['recordGap']>[0];

interface Watch {
  readonly context: Context;
  readonly target: TargetConfig;
  readonly probe: ProbeConfig;
  readonly look: ReturnType<typeof probing>;
  readonly writer: StoreWriter;
  readonly reader: StoreReader;
  readonly gap: (range: Gap) => void;
  readonly observer: Observer;
}

async function watchOne({ context, target, probe, look, writer, reader, gap, observer }: Watch): Promise<void> {
  const { clock, signal } = context;
  const schedule = probe.name;
  const last = await reader.lastLook({ subjectKind: 'probe', subjectKey: probe.name, target: target.name });
  const everyUs = probe.everyMs * 1000;
  const lost = last === null ? 0 : Math.floor((clock.now() - last) / everyUs) - 1;
  if (last !== null && lost > 0) gap({ schedule, fromAt: last + everyUs, toAt: clock.now(), ticks: lost, reason: 'down' });
  await tick(probe.everyMs, signal, {
    clock,
    gap: (range) => gap({ schedule, ...range }),
    look: async (dueAt) => {
      const marks = observer.marksDuring();
      const measurement = await look(probe.name, signal);
      if (measurement.outcome === 'unknown' && measurement.code === 'aborted') return;
      writer.observe({
        ...measurement,
        marks: (measurement.marks ?? 0) | marks(),
        subject: { kind: 'probe', key: probe.name },
        target: target.name,
        dueAt,
      });
    },
  });
}
