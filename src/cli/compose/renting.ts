import { jobKinds } from '../../../collectors/jobs/registry.ts';
import { findTools } from '../../../collectors/jobs/find-tools.ts';
import { DEFAULT_LIMITS, type ProvisionDeps } from '../../../collectors/provision/provision-deps.ts';
import { release } from '../../../collectors/provision/release.ts';
import { rent, type Rented, type RentedMachine } from '../../../collectors/provision/rent.ts';
import type { TargetConfig } from '../../config/types.ts';
import type { InstanceTools } from '../../core/job.ts';
import { markName } from '../../core/mark.ts';
import type { Measurement } from '../../core/observation.ts';
import type { Provider } from '../../core/provider.ts';
import type { Random } from '../../core/random.ts';
import type { Machine, Renter } from '../../run/ports.ts';
import type { StoreWriter } from '../../store/api.ts';
import type { Context } from '../context.ts';
import { recordApiCalls } from './api-calls.ts';
import { ledgerOf } from './ledger.ts';
import { redacted } from './probing.ts';

export interface RentingOptions {
  readonly context: Context;
  readonly target: TargetConfig;
  readonly provider: Provider;
  /** Of the run. */
  readonly uid: string;
  readonly writer: StoreWriter;
  readonly random: Random;
  /** Our own trouble during an act: bits of MARKS. */
  readonly marks: () => () => number;
}

/** The run's renter over a provider: what it rents is in the ledger before it is asked for, and on the list until it is gone. */
export function createRenter(options: RentingOptions): Renter {
  const { context, target, provider, uid, writer, random } = options;
  const { clock, redact, log } = context;
  const rented: { readonly run: number; readonly instance: number; readonly what: Rented }[] = [];
  let created = 0;

  const depsFor = (run: number, instance: number, signal: AbortSignal): ProvisionDeps => ({
    provider,
    clock,
    random,
    signal,
    limits: DEFAULT_LIMITS,
    ledger: ledgerOf({ writer, clock, redact, log, run, instance, provider: provider.name }),
    report: recordApiCalls({ writer, provider, target: target.name, redact, run, instance }),
  });

  return {
    async rent({ run, instance, ordinal }, signal) {
      const marks = options.marks();
      const deps = depsFor(run, instance, signal);
      const what = await rent(
        {
          image: target.image,
          flavour: target.flavour,
          driveBytes: target.driveBytes,
          names: {
            drive: markName({ storeUid: writer.storeUid, runUid: uid, kind: 'drive', n: ordinal }),
            server: markName({ storeUid: writer.storeUid, runUid: uid, kind: 'server', n: ordinal }),
          },
          expiresAt: clock.now() + target.leaseMs * 1000,
        },
        deps,
      );
      rented.push({ run, instance, what });
      const measurement = { ...redacted(what.measurement, redact), marks: marks() };
      if (what.machine === undefined) return { measurement };
      created += 1;
      const { facts } = what.machine;
      await writer.describeInstance(instance, { hostKey: facts.hostKey ?? null, cpuModel: facts.cpuModel, context: JSON.stringify(facts) });
      const tools = await findTools(what.machine.channel, signal).catch((error: unknown) => {
        // It was rented, and that stays measured; a machine that cannot be spoken to gets no jobs.
        log.warn({ instance: ordinal, err: error }, 'an instance broke off before its first job');
        return undefined;
      });
      if (tools === undefined) return { measurement };
      return { measurement, machine: machineOf(what.machine, tools, `instance ${instance}`, options) };
    },
    async releaseAll() {
      const never = new AbortController().signal;
      const results = await Promise.all(
        rented.map(async ({ run, instance, what }) => ({ instance, ...(await release(what, depsFor(run, instance, never))) })),
      );
      const lost = results.flatMap((result) => result.lost.map(({ name }) => name));
      return {
        measurements: results
          .filter(({ measurement }) => measurement.samples.length > 0 || measurement.outcome !== 'ok')
          .map(({ instance, measurement }) => ({ instance, measurement: redacted(measurement, redact) })),
        created,
        gone: results.filter((result, index) => rented[index]?.what.machine !== undefined && result.lost.length === 0).length,
        leftovers: lost,
      };
    },
  };
}

function machineOf(
  machine: RentedMachine,
  tools: InstanceTools,
  fallbackHost: string,
  { context, target, marks }: RentingOptions,
): Machine {
  const { clock, redact } = context;
  return {
    // Where the host cannot be known, each instance counts as one.
    hostKey: machine.facts.hostKey ?? fallbackHost,
    async runJob(kind, concurrency, signal): Promise<Measurement> {
      const job = jobKinds.find((candidate) => candidate.kind === kind);
      if (job === undefined) throw new RangeError(`there is no job kind "${kind}"`);
      const during = marks();
      const measurement = await job.run(target.jobs[kind]?.settings, { channel: machine.channel, tools, clock, signal, concurrency });
      return { ...redacted(measurement, redact), marks: (measurement.marks ?? 0) | during() };
    },
  };
}
