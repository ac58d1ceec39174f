/** One at a time per host, in order of asking: jobs that share a machine would measure each other. */
export interface HostQueue {
  /** Rejects with the signal's reason when it fires before the turn comes. */
  run<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createHostQueue(): HostQueue {
  const tails = new Map<string, Promise<void>>();
  return {
    async run(host, signal, work) {
      const before = tails.get(host) ?? Promise.resolve();
      const mine = new AbortController();
      const left = new Promise<void>((resolve) => mine.signal.addEventListener('abort', () => resolve()));
      tails.set(
        host,
        before.then(() => left),
      );
      try {
        await before;
        signal.throwIfAborted();
        return await work();
      } finally {
        mine.abort();
      }
    },
  };
}
