export interface ZeroFirst {
  /** Writes at once what a scrape has seen; else `zero` now and `write` after the next scrape. */
  write(key: string, zero: () => void, write: () => void): void;
  /** A scrape begins; the answer is called when its text is made, and writes what waited until then. */
  scrape(): () => void;
}

/** Values that wait for a scrape, a key: nobody may be scraping. */
const MAX_WAITING = 1000;

/**
 * Prometheus sees no increase in a counter that is born with a value, and the phases of a run happen once an hour:
 * what is new is therefore shown at 0 once, and gets its values after that scrape.
 */
export function zeroFirst(): ZeroFirst {
  const shown = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  const release = (key: string): void => {
    shown.add(key);
    for (const write of waiting.get(key) ?? []) write();
    waiting.delete(key);
  };
  return {
    write: (key, zero, write) => {
      if (shown.has(key)) return write();
      const queue = waiting.get(key) ?? [];
      if (queue.length === 0) zero();
      queue.push(write);
      waiting.set(key, queue);
      if (queue.length >= MAX_WAITING) release(key);
    },
    scrape: () => {
      const seen = [...waiting.keys()];
      return () => seen.forEach(release);
    },
  };
}
