import type { Followed } from '../../src/exporter/apply-observation.ts';
import type { ObservationRow, SampleRow } from '../../src/store/rows.ts';

/** One act as the reader gives it: a DNS look that took 12 ms, changed as told. */
export function look(change: Partial<ObservationRow> = {}, values: readonly Partial<SampleRow>[] = [{}]): Followed {
  const observation: ObservationRow = {
    id: 1,
    at: 1_764_000_000_000_000,
    tookUs: 12_000,
    dueAt: null,
    attempt: 0,
    runId: null,
    instanceId: null,
    subjectId: 1,
    subjectKind: 'probe',
    subjectKey: 'resolver',
    target: 'local',
    instrument: { name: 'evenkeel-dns', version: '1', params: '{}', comparable: 'evenkeel-dns 1 {}' },
    outcome: 'ok',
    code: null,
    marks: 0,
    evidence: null,
    ...change,
  };
  const samples = values.map((value, n): SampleRow => ({
    obs: observation.id,
    at: observation.at,
    n,
    value: 0.012,
    series: 1,
    metric: 'probe_duration_seconds',
    tags: { probe: 'resolver', probe_kind: 'dns', phase: 'total' },
    comparable: observation.instrument.comparable,
    target: observation.target,
    outcome: observation.outcome,
    runId: null,
    instanceId: null,
    ...value,
  }));
  return { observation, samples };
}
