import type { Measurement, Observation } from '../core/observation.ts';
import type { Machine, Renter, RunStore } from './ports.ts';

export interface FleetOptions {
  readonly run: number;
  readonly target: string;
  readonly flavour: string;
  readonly size: number;
  readonly store: RunStore;
  readonly renter: Renter;
  readonly rented: (done: number) => void;
}

/** The machines of one run, by ordinal. The run owns them: scripts only ask. */
export interface Fleet {
  /** Rents machine `ordinal` (1 … size); once each. */
  rent(ordinal: number, signal: AbortSignal): Promise<Measurement>;
  /** Those that came to be, in order. */
  machines(): readonly { readonly ordinal: number; readonly instance: number; readonly machine: Machine }[];
  releaseAll(): Promise<{ readonly created: number; readonly gone: number; readonly leftovers: readonly string[] }>;
}

export function createFleet(options: FleetOptions): Fleet {
  const { run, target, flavour, size, store, renter } = options;
  const instances = new Map<number, { readonly instance: number; machine?: Machine }>();
  let done = 0;

  const place = (measurement: Measurement, key: string, instance: number): Observation => ({
    ...measurement,
    subject: { kind: 'phase', key },
    target,
    run,
    instance,
  });

  return {
    async rent(ordinal, signal) {
      if (!Number.isInteger(ordinal) || ordinal < 1 || ordinal > size)
        throw new RangeError(`Cannot rent instance ${ordinal}: the plan has ${size}`);
      if (instances.has(ordinal)) throw new RangeError(`Cannot rent instance ${ordinal} twice`);
      const instance = await store.addInstance({ run, ordinal, target, flavour });
      const slot: { instance: number; machine?: Machine } = { instance };
      instances.set(ordinal, slot);
      const { measurement, machine } = await renter.rent({ run, instance, ordinal }, signal);
      if (machine !== undefined) slot.machine = machine;
      await store.record(place(measurement, 'provision', instance));
      done += 1;
      options.rented(done);
      return measurement;
    },
    machines: () =>
      [...instances.entries()]
        .toSorted(([a], [b]) => a - b)
        .flatMap(([ordinal, { instance, machine }]) => (machine === undefined ? [] : [{ ordinal, instance, machine }])),
    async releaseAll() {
      const { measurements, created, gone, leftovers } = await renter.releaseAll();
      // Queued, not awaited: what could not be stored is counted, and hides no leftover.
      for (const { instance, measurement } of measurements) store.observe(place(measurement, 'release', instance));
      return { created, gone, leftovers };
    },
  };
}
