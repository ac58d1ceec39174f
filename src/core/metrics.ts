/** counter: events since a start · gauge: a state · trend: one value an act. */
export type MetricKind = 'counter' | 'gauge' | 'trend';

export interface Metric {
  readonly name: string;
  readonly kind: MetricKind;
  readonly unit: 'seconds' | 'bytes' | 'bytes_per_second' | 'events_per_second' | 'ratio' | 'total' | 'none';
  /** Which direction is bad news. */
  readonly worse: 'up' | 'down' | 'either';
  /** The tags a sample may carry: long-lived keys only, never an id, a URL or a text of an error. */
  readonly tags: readonly string[];
  readonly help: string;
}

/**
 * Every metric there is. Store, exporter, dashboards, reports and docs/metrics.md read this list;
 * names of imported data and of scripts' own metrics are registered beside it with direction `either`.
 */
export const CATALOGUE: readonly Metric[] = [
  {
    name: 'instance_phase_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['phase'],
    help: 'Time of one phase of renting an instance: clone, create, start, reachable, context, release',
  },
  {
    name: 'provider_phase_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['phase'],
    help: 'Time of one phase of renting as the provider itself tells it: from its taking the order to its having done it',
  },
  {
    name: 'job_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['job_kind'],
    help: 'Time of one job on an instance, from start to end of its fixed work',
  },
  {
    name: 'cpu_events_per_second',
    kind: 'trend',
    unit: 'events_per_second',
    worse: 'down',
    tags: ['job_kind'],
    help: 'CPU work done per second by one job (sysbench events, or hashed blocks of the portable job)',
  },
  {
    name: 'io_bytes_per_second',
    kind: 'trend',
    unit: 'bytes_per_second',
    worse: 'down',
    tags: ['job_kind', 'direction'],
    help: 'Bytes written (or read past the page cache) per second by one job',
  },
  {
    name: 'io_sync_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['job_kind'],
    help: 'Mean time of one fsync within one IO job',
  },
  {
    name: 'probe_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['probe', 'probe_kind', 'phase'],
    help: 'Time of one probe or of one of its phases: total, dns, connect, tls, wait, transfer',
  },
  {
    name: 'api_call_duration_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: ['operation'],
    help: "Time of one call to the provider's API, each attempt on its own",
  },
  {
    name: 'observer_lag_seconds',
    kind: 'trend',
    unit: 'seconds',
    worse: 'up',
    tags: [],
    help: "Delay of the observer's own event loop: the largest within one second",
  },
];

const BY_NAME = new Map(CATALOGUE.map((metric) => [metric.name, metric]));

export function metricOf(name: string): Metric | undefined {
  return BY_NAME.get(name);
}
