import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { StoreReader } from '../store/api.ts';
import type { ObservationRow } from '../store/rows.ts';
import { applyObservation } from './apply-observation.ts';
import { stateFollower } from './apply-state.ts';
import type { Meters } from './meters.ts';
import { probeStates } from './probe-states.ts';

export interface FollowerOptions {
  readonly reader: StoreReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs: number;
  /** Acts this old (ms) are counted at the start. */
  readonly lookbackMs: number;
}

export interface Follower {
  /** `undefined`: fresh. Else why not, one sentence. */
  problem(): string | undefined;
  /** Resolves when nothing reads any more. */
  close(): Promise<void>;
}

/** Rows a read: a restart after a long night catches up without one huge answer. */
const BATCH = 1000;

/** Reads the store by observation id, whoever measured. A store that cannot be read is logged once and tried again. */
export function startFollower(meters: Meters, options: FollowerOptions): Follower {
  const { reader, clock, log, everyMs } = options;
  const stop = new AbortController();
  const probes = probeStates();
  const since = clock.now() - options.lookbackMs * 1000;
  const targets = new Set<string>();
  const applyState = stateFollower(meters, reader, targets);
  let cursor: number | undefined;
  let freshAt: number | undefined;
  let failure: string | undefined;

  const look = async (): Promise<void> => {
    cursor ??= await startingPoint(reader, since);
    for (;;) {
      const rows = await reader.follow(cursor, BATCH);
      for (const row of rows) {
        cursor = row.observation.id;
        if (!isLive(row.observation, since)) continue;
        targets.add(row.observation.target);
        applyObservation(meters, probes, row);
      }
      if (rows.length < BATCH || stop.signal.aborted) break;
    }
    await applyState(clock.now(), since);
    meters.set('evenkeel_follower_behind_observations', {}, Math.max(0, (await reader.lastObservationId()) - cursor));
    meters.clear('evenkeel_probe_up');
    for (const { target, probe, up } of probes.current(clock.now())) meters.set('evenkeel_probe_up', { target, probe }, up ? 1 : 0);
    meters.set('evenkeel_follower_fresh_timestamp_seconds', {}, clock.now() / 1e6);
    freshAt = clock.monotonic();
  };

  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await look();
        if (failure !== undefined) log.info({}, 'the exporter reads the store again');
        failure = undefined;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (failure === undefined && !stop.signal.aborted) log.warn({ error: text }, 'the exporter cannot read the store');
        failure = text;
        // What nobody looks at is not known.
        meters.clear('evenkeel_probe_up');
      }
      await clock.sleep(everyMs, stop.signal).catch(() => {});
    }
  };
  const done = loop();

  return {
    problem: () => {
      if (failure !== undefined) return `cannot read the store: ${failure}`;
      if (freshAt === undefined) return 'has not read the store yet';
      const ageMs = (clock.monotonic() - freshAt) / 1000;
      return ageMs > patienceMs(everyMs) ? `last read of the store was ${Math.round(ageMs / 1000)} s ago` : undefined;
    },
    close: async () => {
      stop.abort();
      await done;
    },
  };
}

/** An import, or anything else that tells of long ago, is stored now and did not happen now. */
function isLive({ subjectKind, at }: ObservationRow, since: number): boolean {
  return subjectKind !== 'import' && at >= since;
}

function patienceMs(everyMs: number): number {
  return Math.max(10_000, 5 * everyMs);
}

/** The id before the first act since `since`; ids grow as acts are stored, so this is close to time order. */
async function startingPoint(reader: StoreReader, since: number): Promise<number> {
  // Asked first: what is stored between the two questions must not be skipped.
  const last = await reader.lastObservationId();
  const [first] = await reader.observations({ from: since, to: Number.MAX_SAFE_INTEGER, limit: 1 });
  return first === undefined ? last : Math.min(last, first.id - 1);
}
