import { startObserver, type Observer } from '../../../collectors/observer.ts';
import type { Config, ProbeConfig, TargetConfig } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { Provider } from '../../core/provider.ts';
import { tick } from '../../schedule/intervals.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { Context } from '../context.ts';
import { openProvider } from './open-provider.ts';
import { probing } from './probing.ts';
import { entropy } from './stores.ts';

/** A provider that could not be opened is tried again after this long. */
const REOPEN_MS = 30_000;

/**
 * All probes of all targets on their intervals, in this process, until the context's signal fires. `fail` hears of what no
 * later look can mend, such as a secret that is not there; it has to fire the signal.
 */
export async function watchProbes(
  context: Context,
  config: Config,
  writer: StoreWriter,
  reader: StoreReader,
  fail: (error: unknown) => void,
): Promise<void> {
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
    const watchTarget = async (target: TargetConfig): Promise<void> => {
      const provider = await providerFor(context, config, target);
      if (provider !== null) providers.push(provider);
      const look = probing(target, { ...context, random: seededRandom(entropy()), provider });
      const watched = Object.values(target.probes).map((probe) =>
        watchOne({ context, target, probe, look, writer, reader, gap, observer, fail }),
      );
      await Promise.all(watched.map((each) => each.catch(fail)));
    };
    await Promise.all(targets.map((target) => watchTarget(target).catch(fail)));
    await observer.done;
  } finally {
    await Promise.all(providers.map((provider) => provider.close()));
  }
}

/** Only a target whose probes take their address from it keeps a provider open. One that cannot be opened now is tried again. */
async function providerFor(context: Context, config: Config, target: TargetConfig): Promise<Provider | null> {
  if (target.provider === undefined || !Object.values(target.probes).some(({ of }) => of === 'provider')) return null;
  const { clock, signal, log } = context;
  for (;;) {
    try {
      return await openProvider(context, config, target);
    } catch (error) {
      if (!(error instanceof HarnessError) || error.code !== 'provider-failed') throw error;
      log.error({ err: error, target: target.name }, 'the provider cannot be opened now: its target is not watched');
      await clock.sleep(REOPEN_MS, signal);
    }
  }
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
  readonly fail: (error: unknown) => void;
}

async function watchOne({ context, target, probe, look, writer, reader, gap, observer, fail }: Watch): Promise<void> {
  const { clock, signal, log } = context;
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
      const measurement = await look(probe.name, signal).catch((error: unknown) => {
        if (error instanceof HarnessError) fail(error);
        else log.error({ err: error, probe: probe.name }, 'a look failed by our own fault: it is not stored');
        return null;
      });
      if (measurement === null) return;
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
