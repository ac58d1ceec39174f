import type { StoreReader } from '../../src/store/api.ts';

export interface ReplayReader {
  readonly reader: StoreReader;
  /** From now on everything is seen. */
  reveal(): void;
}

/**
 * A finished store as it looked when only acts up to id `limit` were stored, then as it is: counters grow between two scrapes,
 * as they do beside a run. Runs that have ended are seen running until then.
 */
export function replayReader(whole: StoreReader, limit: number): ReplayReader {
  let shown = limit;
  const reader: StoreReader = {
    ...whole,
    lastObservationId: async () => Math.min(shown, await whole.lastObservationId()),
    follow: async (after, count) => (await whole.follow(after, count)).filter(({ observation }) => observation.id <= shown),
    runs: async (filter) => {
      const rows = await whole.runs(filter);
      return shown === Number.POSITIVE_INFINITY
        ? rows
        : rows.map((run) => ({ ...run, state: 'running' as const, endedAt: null, exit: null }));
    },
  };
  return {
    reader,
    reveal: () => {
      shown = Number.POSITIVE_INFINITY;
    },
  };
}
