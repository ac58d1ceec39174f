import { CATALOGUE, type Metric } from '../core/metrics.ts';

export interface ExportedMetric {
  /** As Prometheus sees it. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds in the metric's base unit; histograms only. */
  readonly buckets?: readonly number[];
}

export const PREFIX = 'evenkeel_';

const SUBJECT = ['target', 'subject_kind', 'subject'];

/** What the exporter says beside the catalogue: shares, states and its own health. */
const OWN: readonly ExportedMetric[] = [
  {
    name: 'evenkeel_observations_total',
    type: 'counter',
    help: 'Acts by outcome: ok, slow, failed, unknown; first attempts only. A share is failed by ok + slow + failed',
    labels: [...SUBJECT, 'outcome'],
  },
  {
    // Apart from the shares: a target that invents codes fills this metric and not those.
    name: 'evenkeel_failures_total',
    type: 'counter',
    help: 'Failed and unknown acts by code; first attempts only',
    labels: [...SUBJECT, 'outcome', 'code'],
  },
  { name: 'evenkeel_retries_total', type: 'counter', help: 'Acts that were retries; in no share', labels: SUBJECT },
  {
    name: 'evenkeel_probe_up',
    type: 'gauge',
    help: '1 when the newest look was ok or slow, 0 when it failed; absent when unknown or when the probe stopped looking',
    labels: ['target', 'probe'],
  },
  {
    name: 'evenkeel_last_observation_timestamp_seconds',
    type: 'gauge',
    help: 'End of the newest act on this subject, seconds since 1970',
    labels: SUBJECT,
  },
  {
    name: 'evenkeel_runs_total',
    type: 'counter',
    help: 'Runs that ended, by state: done, aborted, not_started',
    labels: ['target', 'state'],
  },
  { name: 'evenkeel_runs_running', type: 'gauge', help: 'Runs under way', labels: ['target'] },
  { name: 'evenkeel_last_run_end_timestamp_seconds', type: 'gauge', help: 'End of the newest run that was done', labels: ['target'] },
  { name: 'evenkeel_incidents_open', type: 'gauge', help: 'Incidents that are not closed', labels: ['target'] },
  { name: 'evenkeel_findings_open', type: 'gauge', help: 'Findings that are not closed, by impact', labels: ['impact'] },
  {
    name: 'evenkeel_resources_open',
    type: 'gauge',
    help: 'Things created in a cloud and not yet verified gone, by state',
    labels: ['state'],
  },
  {
    name: 'evenkeel_resources_overdue',
    type: 'gauge',
    help: 'Open resources past their expiry: evenkeel instances reap deletes them',
    labels: [],
  },
  { name: 'evenkeel_observations_lost_total', type: 'counter', help: 'Acts that this process measured and could not store', labels: [] },
  { name: 'evenkeel_follower_behind_observations', type: 'gauge', help: 'Stored acts that this exporter has not read yet', labels: [] },
  {
    name: 'evenkeel_follower_fresh_timestamp_seconds',
    type: 'gauge',
    help: 'When this exporter last had read everything that is stored, seconds since 1970',
    labels: [],
  },
  {
    name: 'evenkeel_exporter_dropped_total',
    type: 'counter',
    help: 'Values left out because their metric holds as many label sets as it may, by metric',
    labels: ['metric'],
  },
  { name: 'evenkeel_build_info', type: 'gauge', help: 'Always 1; says which version runs', labels: ['version', 'node'] },
];

const BUCKETS: Readonly<Record<Metric['unit'], readonly number[]>> = {
  seconds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 120, 300, 600],
  bytes: powers(1024, 4, 12),
  bytes_per_second: powers(1e6, 2, 16),
  events_per_second: powers(50, 2, 14),
  ratio: [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.99, 1],
  total: powers(1, 4, 12),
  none: powers(0.001, 10, 10),
};

const TYPES = { counter: 'counter', gauge: 'gauge', trend: 'histogram' } as const;

/** Every metric of /metrics: the catalogue under `evenkeel_`, with label `target` and the metric's tags, then the exporter's own. */
export function exportedMetrics(catalogue: readonly Metric[] = CATALOGUE): readonly ExportedMetric[] {
  const measured = catalogue.map((metric): ExportedMetric => {
    const type = TYPES[metric.kind];
    return {
      name: PREFIX + metric.name,
      type,
      help: metric.help,
      labels: ['target', ...metric.tags],
      ...(type === 'histogram' ? { buckets: BUCKETS[metric.unit] } : {}),
    };
  });
  return [...measured, ...OWN];
}

function powers(start: number, factor: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, power) => Number((start * factor ** power).toPrecision(12)));
}
