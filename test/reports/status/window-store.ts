import type { Clock } from '../../../src/core/clock.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { StoreReader } from '../../../src/store/api.ts';
import type { OpenedWriter } from '../../../src/store/open-writer.ts';
import { tempPlace, testReader, testWriter, type Place } from '../../store/store-fixture.ts';

/** Monday, 2026-11-02T00:00:00Z in µs. */
export const MONDAY = Date.UTC(2026, 10, 2) * 1000;
export const MINUTE = 60_000_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Stands still: what is written at no stated instant is written then. */
const clock: Clock = { now: () => MONDAY, monotonic: () => 0, sleep: async () => undefined };

export interface WatchedStore {
  readonly place: Place;
  readonly writer: OpenedWriter;
  readonly reader: () => Promise<StoreReader>;
}

/** A store whose session is `evenkeel up` from Monday on: the same names and ids each time. */
export async function watchedStore(): Promise<WatchedStore> {
  const place = tempPlace();
  const writer = await testWriter(place, { kind: 'up', clock, random: seededRandom(5) });
  return { place, writer, reader: () => testReader(place, [writer.session.uid]) };
}

/** One look at a probe, with its phases where it was answered. */
export function lookAt(
  probe: string,
  at: number,
  outcome: Outcome,
  change: Partial<Observation> & { readonly seconds?: number } = {},
): Observation {
  const { seconds = 0.02, ...rest } = change;
  const phases = { total: seconds, dns: seconds / 4, wait: seconds / 2 };
  return {
    subject: { kind: 'probe', key: probe },
    target: 'cloud',
    at,
    tookUs: Math.round(seconds * 1e6),
    outcome,
    instrument: { name: 'evenkeel-probe', version: '0.1.0', params: {} },
    // What failed has the times of its first phase all the same.
    samples: Object.entries(phases)
      .filter(([phase]) => outcome !== 'failed' || phase === 'dns')
      .map(([phase, value]) => ({ metric: 'probe_duration_seconds', tags: { probe, probe_kind: 'http', phase }, value })),
    ...(outcome === 'failed' ? { code: 'timeout' } : {}),
    ...rest,
  };
}

/** What a status report needs of a config. */
export function watchConfig(keepDays = 60) {
  const probe = { kind: 'http', of: null, settings: {}, everyMs: 60_000, timeoutMs: 2_000, slowMs: null, openAfter: 3, closeAfter: 2 };
  const target = {
    name: 'cloud',
    instances: 1,
    image: 'base',
    flavour: 'small',
    driveBytes: 1,
    jobs: {},
    errorCodes: {},
    leaseMs: 1,
    atLeastMs: 0,
  };
  const objective = { target: 'cloud', metric: 'probe_duration_seconds', source: 'SLA', windowMs: 1 };
  return {
    targets: { cloud: { ...target, probes: { api: { ...probe, name: 'api' }, resolver: { ...probe, name: 'resolver' } } } },
    objectives: [
      { ...objective, id: 'R1', tags: { probe: 'api' }, stat: 'p95', limit: 0.03 },
      { ...objective, id: 'R2', tags: { probe: 'api' }, stat: 'availability', limit: 0.9 },
      { ...objective, id: 'R3', tags: { probe: 'resolver' }, stat: 'failure_share', limit: 0.01 },
      { ...objective, id: 'R4', tags: { probe: 'resolver' }, stat: 'mean', limit: 0.03 },
      { ...objective, id: 'R5', metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, stat: 'median', limit: 3 },
    ],
    keep: { jobsMs: 1, probesMs: keepDays * 86_400_000 },
  } as const;
}
