import type { StoreReader } from '../store/api.ts';
import type { RunRow } from '../store/rows.ts';
import type { Meters } from './meters.ts';

const IMPACTS = ['Low', 'Medium', 'High', 'Critical'];
const RESOURCE_STATES = ['intended', 'created', 'releasing', 'lost'];
const RUN_ENDS = ['done', 'aborted', 'not_started'];
/** Newest runs that are looked at each time: more cannot end between two looks. */
const RUNS_IN_VIEW = 50;

/**
 * Reads what is open now. Every gauge that can be zero says zero, so that an absent one means "not known".
 * `targets`: those seen so far; grows by those of runs and incidents.
 */
export function stateFollower(meters: Meters, reader: StoreReader, targets: Set<string>): (nowUs: number, since: number) => Promise<void> {
  const counted = new Set<string>();

  return async (nowUs, since) => {
    const [runs, incidents, findings, resources] = await Promise.all([
      reader.runs({ last: RUNS_IN_VIEW }),
      reader.incidents({ open: true }),
      reader.findings({ open: true }),
      reader.openResources(),
    ]);
    for (const { target } of [...runs, ...incidents]) targets.add(target);
    countRuns(meters, counted, runs, since);
    fill(
      meters,
      'evenkeel_runs_running',
      'target',
      targets,
      runs.filter(({ state }) => state === 'running').map(({ target }) => target),
    );
    fill(
      meters,
      'evenkeel_incidents_open',
      'target',
      targets,
      incidents.map(({ target }) => target),
    );
    fill(
      meters,
      'evenkeel_findings_open',
      'impact',
      IMPACTS,
      findings.map(({ impact }) => impact),
    );
    fill(
      meters,
      'evenkeel_resources_open',
      'state',
      RESOURCE_STATES,
      resources.map(({ state }) => state),
    );
    meters.set('evenkeel_resources_overdue', {}, resources.filter(({ expiresAt }) => expiresAt < nowUs).length);
  };
}

/** Runs that ended before `since` (µs) were counted by an exporter before this one. */
function countRuns(meters: Meters, counted: Set<string>, runs: readonly RunRow[], since: number): void {
  for (const { uid, target, state, endedAt } of runs.toReversed()) {
    for (const end of RUN_ENDS) meters.count('evenkeel_runs_total', { target, state: end }, 0);
    if (state === 'running' || endedAt === null || counted.has(uid)) continue;
    counted.add(uid);
    if (endedAt >= since) meters.count('evenkeel_runs_total', { target, state });
    if (state === 'done') meters.set('evenkeel_last_run_end_timestamp_seconds', { target }, endedAt / 1e6);
  }
}

/** One gauge per key, 0 where nothing is; a key that is new in `found` is added. */
function fill(meters: Meters, name: string, label: string, keys: Iterable<string>, found: readonly string[]): void {
  const counts = new Map<string, number>([...keys].map((key) => [key, 0]));
  for (const key of found) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [key, count] of counts) meters.set(name, { [label]: key }, count);
}
