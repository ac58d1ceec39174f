import type { SubjectKind } from '../../src/core/observation.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { InstanceRow, ObservationRow, RunFacts, RunRow, SampleRow } from '../../src/store/rows.ts';

export interface Act {
  readonly run: string;
  /** Ordinal within its run. */
  readonly instance?: number;
  /** µs. */
  readonly at: number;
  /** Without one the act gave no sample. */
  readonly value?: number;
  readonly outcome?: Outcome;
  readonly code?: string;
  readonly attempt?: number;
  readonly kind?: SubjectKind;
  readonly key?: string;
  readonly target?: string;
  readonly metric?: string;
  readonly tags?: { readonly [tag: string]: string };
  readonly comparable?: string;
  readonly hostKey?: string;
}

/** Rows as the store gives them; observation ids count from 1 in the order of the acts, instance ids are 10 · run + ordinal − 10. */
export function factsOf(acts: readonly Act[], { sharesHost = false }: { sharesHost?: boolean } = {}): RunFacts {
  const uids = [...new Set(acts.map(({ run }) => run))];
  const runId = ({ run }: Act): number => uids.indexOf(run) + 1;
  const instanceId = (act: Act): number | null => (act.instance === undefined ? null : 10 * runId(act) + act.instance - 10);
  const instances = new Map<number, InstanceRow>();
  for (const act of acts) {
    const id = instanceId(act);
    if (id === null || act.instance === undefined) continue;
    instances.set(id, {
      id,
      runId: runId(act),
      ordinal: act.instance,
      flavour: 'small',
      hostKey: act.hostKey ?? null,
      cpuModel: null,
      host: null,
    });
  }
  return {
    runs: uids.map((uid, index) => runRow(uid, index + 1, sharesHost)),
    executions: [],
    instances: [...instances.values()],
    resources: [],
    observations: acts.map((act, index) => observationRow(act, { id: index + 1, runId: runId(act), instanceId: instanceId(act) })),
    samples: acts.flatMap((act, index) => sampleRows(act, { id: index + 1, runId: runId(act), instanceId: instanceId(act) })),
    gaps: [],
    events: [],
    findings: [],
  };
}

interface Ids {
  readonly id: number;
  readonly runId: number;
  readonly instanceId: number | null;
}

function runRow(uid: string, id: number, sharesHost: boolean): RunRow {
  return {
    id,
    uid,
    campaign: null,
    target: 'local',
    seed: 1,
    config: '',
    plan: { instances: 3, jobs: {}, probes: {} },
    environment: { cpuModel: '', cpus: 2, memoryBytes: 1, kernel: '', node: '', tools: {} },
    startedAt: 0,
    endedAt: 1,
    state: 'done',
    exit: 0,
    version: '',
    observer: 'here',
    sharesHost,
  };
}

function observationRow(act: Act, { id, runId, instanceId }: Ids): ObservationRow {
  const { kind = 'job', key = 'cpu', target = 'local', comparable = 'sysbench 1.0.20 {}' } = act;
  return {
    id,
    at: act.at,
    tookUs: 1,
    dueAt: null,
    attempt: act.attempt ?? 0,
    runId,
    instanceId,
    subjectId: Buffer.from(`${kind}/${key}/${target}`).reduce((hash, byte) => (hash * 31 + byte) % 1e9, 7),
    subjectKind: kind,
    subjectKey: key,
    target,
    instrument: { name: comparable, version: '', params: '{}', comparable },
    outcome: act.outcome ?? 'ok',
    code: act.code ?? null,
    marks: 0,
    evidence: null,
  };
}

function sampleRows(act: Act, { id, runId, instanceId }: Ids): SampleRow[] {
  if (act.value === undefined) return [];
  const { metric = 'job_duration_seconds', tags = { job_kind: act.key ?? 'cpu' } } = act;
  const { target = 'local', comparable = 'sysbench 1.0.20 {}', outcome = 'ok' } = act;
  return [{ obs: id, at: act.at, n: 0, value: act.value, series: 1, metric, tags, comparable, target, outcome, runId, instanceId }];
}
