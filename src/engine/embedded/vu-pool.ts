import type { VuThread } from './vu-thread.ts';

/** The VUs of an execution; workloads borrow them. */
export interface VuPool {
  /** Initialises VUs until `count` of them have been, a few at a time; rejects with what init threw. */
  prepare(count: number, signal: AbortSignal): Promise<void>;
  /** An idle VU; where there is none, or the idle one was interrupted, it is initialised first. */
  take(): Promise<VuThread>;
  give(vu: VuThread): void;
  /** How many are or were initialised. */
  readonly size: () => number;
  /** Ends all of them. */
  end(): Promise<void>;
}

/** Threads that start at the same time; more only fight for the processor. */
const AT_ONCE = 4;

/** `make` initialises VU number `id`. */
export function vuPool(make: (id: number) => Promise<VuThread>): VuPool {
  const all = new Set<VuThread>();
  const idle: VuThread[] = [];
  let made = 0;

  const initialise = async (id: number): Promise<VuThread> => {
    const vu = await make(id);
    all.add(vu);
    return vu;
  };
  return {
    async prepare(count, signal) {
      const lane = async (): Promise<void> => {
        while (made < count && !signal.aborted) {
          made += 1;
          idle.push(await initialise(made));
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane));
      idle.sort((a, b) => a.id - b.id);
    },
    async take() {
      const vu = idle.shift();
      if (vu?.isAlive() === true) return vu;
      if (vu !== undefined) all.delete(vu);
      if (vu === undefined) made += 1;
      return initialise(vu?.id ?? made);
    },
    give: (vu) => void idle.push(vu),
    size: () => made,
    end: async () => void (await Promise.all([...all].map((vu) => vu.end()))),
  };
}
