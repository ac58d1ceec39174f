import type { ActRequest } from '../core/act.ts';
import type { Clock } from '../core/clock.ts';
import type { Measurement } from '../core/observation.ts';
import { deal } from './deal.ts';
import type { Fleet } from './fleet.ts';
import { createHostQueue } from './host-queue.ts';
import type { ActHandler, Progress, RunStore } from './ports.ts';

/** Jobs on one host at a time; stored with every figure, since it bends them. */
const CONCURRENCY = 1;

export interface ActHandlerOptions {
  readonly run: number;
  readonly target: string;
  /** Jobs in all, by kind. */
  readonly jobs: { readonly [kind: string]: number };
  readonly probes: readonly string[];
  readonly fleet: Fleet | null;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly probe: (name: string, signal: AbortSignal) => Promise<Measurement>;
  readonly progress: (progress: Progress) => void;
}

/** Carries out what scenarios ask for, records it, and answers for it. */
export function createActHandler(options: ActHandlerOptions): ActHandler {
  const { run, target, fleet, store, progress } = options;
  const queue = createHostQueue();
  const dealt = new Map<string, readonly (readonly number[])[]>();
  const jobsDone = new Map<string, { done: number; failed: number }>();
  const probesDone = { done: 0, failed: 0 };

  const job = (kind: string, request: ActRequest, signal: AbortSignal): Promise<Measurement> | null => {
    const count = options.jobs[kind];
    if (count === undefined || fleet === null) throw new RangeError(`no jobs of kind "${kind}" are planned`);
    const machines = fleet.machines();
    // The share is fixed at the first job: a machine that was never rented has none.
    const shares = dealt.get(kind) ?? deal(count, machines.length);
    dealt.set(kind, shares);
    const chosen = machines[request.vu - 1];
    if (chosen === undefined || request.n > 0 || shares[request.vu - 1]?.[request.iteration] === undefined) return null;
    return queue
      .run(chosen.machine.hostKey, signal, () => chosen.machine.runJob(kind, CONCURRENCY, signal))
      .then(async (measurement) => {
        await store.record({ ...measurement, subject: { kind: 'job', key: kind }, target, run, instance: chosen.instance });
        const tally = jobsDone.get(kind) ?? { done: 0, failed: 0 };
        tally.done += 1;
        if (measurement.outcome === 'failed') tally.failed += 1;
        jobsDone.set(kind, tally);
        progress({ kind: 'job', jobKind: kind, ...tally, of: count });
        return measurement;
      });
  };

  const probe = async (name: string, signal: AbortSignal): Promise<Measurement> => {
    const measurement = await options.probe(name, signal);
    store.observe({ ...measurement, subject: { kind: 'probe', key: name }, target, run });
    probesDone.done += 1;
    if (measurement.outcome === 'failed') probesDone.failed += 1;
    progress({ kind: 'probe', ...probesDone });
    return measurement;
  };

  return (_execution, request, signal) => {
    switch (request.act) {
      case 'job':
        return job(request.name, request, signal);
      case 'probe':
        if (!options.probes.includes(request.name)) throw new RangeError(`the target has no probe "${request.name}"`);
        return probe(request.name, signal);
      case 'provision':
        if (fleet === null) throw new RangeError('this run has no provider');
        return fleet.rent(request.vu, signal);
    }
  };
}
