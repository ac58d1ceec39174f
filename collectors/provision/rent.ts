import { randomBytes } from 'node:crypto';
import type { Owed } from '../../src/core/ledger.ts';
import type { Measurement, Sample } from '../../src/core/observation.ts';
import type { HostFacts, InstanceChannel, ResourceState } from '../../src/core/provider.ts';
import { userDataOf } from '../providers/user-data.ts';
import { failureNotes, judgeFailure } from './failure-notes.ts';
import { cloneDrive, createServer, factsOf, startServer } from './rent-steps.ts';
import { awaitChannel, proveContext } from './prove-context.ts';
import { limited } from './limited.ts';
import type { Phase, ProvisionDeps } from './provision-deps.ts';
import { provisionInstrument, type MachineSpec } from './provision-instrument.ts';

export interface RentSpec extends MachineSpec {
  /** Marks; `drive` is not used where the provider has none. */
  readonly names: { readonly drive: string; readonly server: string };
  /** µs since 1970. */
  readonly expiresAt: number;
}

export interface RentedMachine {
  readonly server: ResourceState;
  readonly channel: InstanceChannel;
  readonly facts: HostFacts;
}

export interface Rented {
  /** A sample for each phase that came to its end. */
  readonly measurement: Measurement;
  /** What `release` has to end, whatever came of it. */
  readonly owed: readonly Owed[];
  /** Only when the outcome is ok. */
  readonly machine?: RentedMachine;
}

/**
 * Rents one machine: clone a drive, create, start, reach it, see that its context arrived. Each phase is timed on its own.
 * What the provider does is data: outcome `failed` with its code and raw answers, or `unknown`/`aborted` when `signal` fires.
 * Rejects only for faults of ours (the ledger cannot be written). Releases nothing: that is the caller's, with `owed`.
 */
export async function rent(spec: RentSpec, deps: ProvisionDeps): Promise<Rented> {
  const { clock, provider, limits } = deps;
  const notes = failureNotes();
  const owed = new Map<string, Owed>();
  const samples: Sample[] = [];
  let current: Phase = provider.hasDrives ? 'clone' : 'create';
  let channel: InstanceChannel | undefined;
  const watched: ProvisionDeps = {
    ...deps,
    report: (call) => {
      notes.note(call);
      deps.report(call);
    },
  };
  const oweTo = (each: Owed): void => void owed.set(each.name, each);

  /** Times one phase within its limit. */
  async function timed<T>(phase: Phase, run: (deps: ProvisionDeps) => Promise<T>): Promise<T> {
    current = phase;
    const [at, from] = [clock.now(), clock.monotonic()];
    const result = await limited(limits.phaseMs[phase], deps, (signal) => run({ ...watched, signal }));
    const value = (clock.monotonic() - from) / 1e6;
    samples.push({ metric: 'instance_phase_duration_seconds', tags: { phase }, value, at });
    return result;
  }

  /** Beside our own timing, that of the provider; its clock need not agree with ours, so only the length is taken. */
  function told(phase: Phase, { times }: ResourceState): void {
    if (times === undefined || times.doneAt < times.orderedAt) return;
    const value = (times.doneAt - times.orderedAt) / 1e6;
    samples.push({ metric: 'provider_phase_duration_seconds', tags: { phase }, value, at });
  }

  async function machine(): Promise<RentedMachine> {
    const secret = randomBytes(24).toString('base64url');
    const { expiresAt, names, image, flavour, driveBytes: sizeBytes } = spec;
    const drive = provider.hasDrives
      ? await timed('clone', (own) => cloneDrive({ name: names.drive, expiresAt, image, sizeBytes }, own, oweTo))
      : undefined;
    if (drive !== undefined) told('clone', drive);
    const order = {
      name: names.server,
      expiresAt,
      flavour,
      userData: userDataOf(secret),
      ...(drive === undefined ? {} : { driveId: drive.id }),
    };
    const created = await timed('create', (own) => createServer(order, own, oweTo));
    told('create', created);
    const isUp = created.status === 'running' && created.address !== undefined;
    const server = isUp ? created : await timed('start', (own) => startServer(created.id, own));
    if (!isUp) told('start', server);
    channel = await timed('reachable', (own) => awaitChannel(server, secret, own));
    const reached = channel;
    await timed('context', (own) => proveContext(reached, secret, own));
    return { server, channel, facts: await factsOf(reached, watched) };
  }

  let [at, from] = [clock.now(), clock.monotonic()];
  const measured = (rest: Pick<Measurement, 'outcome' | 'code' | 'evidence'>): Measurement => ({
    at,
    tookUs: Math.round(clock.monotonic() - from),
    instrument: provisionInstrument(provider, spec, limits.pollMs),
    samples,
    ...rest,
  });
  try {
    // What an image needs on this machine is no part of any timing.
    if (provider.hasDrives) await provider.prepare?.(spec.image, spec.driveBytes, { signal: deps.signal, report: watched.report });
    [at, from] = [clock.now(), clock.monotonic()];
    const rented = await machine();
    return { measurement: measured({ outcome: 'ok' }), owed: [...owed.values()], machine: rented };
  } catch (error) {
    await channel?.close();
    const failure = judgeFailure(error, deps.signal);
    if (failure === undefined) throw error;
    return { measurement: measured({ ...failure, evidence: notes.evidence(current, error) }), owed: [...owed.values()] };
  }
}
