import { metricOf } from '../core/metrics.ts';
import { OUTCOMES } from '../core/outcome.ts';
import type { ObservationRow, SampleRow } from '../store/rows.ts';
import { PREFIX } from './exported-metrics.ts';
import type { Labels, Meters } from './meters.ts';
import type { ProbeStates } from './probe-states.ts';

/** Characters of a target's own code that become a label. */
const MAX_CODE = 60;

export interface Followed {
  readonly observation: ObservationRow;
  readonly samples: readonly SampleRow[];
}

/** One stored act → counters, states and timings. Timings come from acts that ended ok or slow: a fast failure is no fast answer. */
export function applyObservation(meters: Meters, probes: ProbeStates, { observation, samples }: Followed): void {
  const { target, subjectKind, subjectKey, outcome, code, at, tookUs, attempt } = observation;
  const subject = { target, subject_kind: subjectKind, subject: subjectKey };
  meters.count('evenkeel_retries_total', subject, attempt > 0 ? 1 : 0);
  if (attempt === 0) {
    // Every outcome is there from the start: a share without failures is 0, not nothing.
    for (const other of OUTCOMES) meters.count('evenkeel_observations_total', { ...subject, outcome: other }, other === outcome ? 1 : 0);
    if (code !== null && (outcome === 'failed' || outcome === 'unknown')) {
      meters.count('evenkeel_failures_total', { ...subject, outcome, code: code.slice(0, MAX_CODE) });
    }
    if (subjectKind === 'probe') probes.seen({ target, probe: subjectKey, outcome, at });
  }
  meters.set('evenkeel_last_observation_timestamp_seconds', subject, (at + tookUs) / 1e6);
  if (outcome !== 'ok' && outcome !== 'slow') return;
  for (const sample of samples) applySample(meters, sample);
}

function applySample(meters: Meters, { metric: name, value, target, tags }: SampleRow): void {
  const metric = metricOf(name);
  if (metric === undefined || value === null || !Number.isFinite(value)) return;
  const labels: Record<string, string> = { target };
  for (const tag of metric.tags) {
    const text = tags[tag];
    if (text !== undefined) labels[tag] = text;
  }
  writeSample(meters, metric.kind, PREFIX + name, labels, value);
}

function writeSample(meters: Meters, kind: 'counter' | 'gauge' | 'trend', name: string, labels: Labels, value: number): void {
  switch (kind) {
    case 'counter':
      // A counter cannot go down: a negative count is a fault of the sample, not of the target.
      if (value >= 0) meters.count(name, labels, value);
      return;
    case 'gauge':
      meters.set(name, labels, value);
      return;
    case 'trend':
      meters.observe(name, labels, value);
  }
}
