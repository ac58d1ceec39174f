import { metricOf } from '../src/core/metrics.ts';
import type { Inline } from './document.ts';
import type { Unit } from './quantity.ts';

const WORDS: Readonly<Record<string, string>> = {
  job_duration_seconds: 'time of a job',
  cpu_events_per_second: 'CPU work',
  io_bytes_per_second: 'throughput',
  io_sync_duration_seconds: 'time of one fsync',
};

/** What a reader calls a metric; the name itself for those of scripts and imports. */
export function metricWords(metric: string, tags: { readonly [tag: string]: string }): readonly Inline[] {
  const words = Object.hasOwn(WORDS, metric) ? WORDS[metric] : undefined;
  const direction = tags['direction'];
  if (words === undefined) return [{ code: metric }];
  return direction === undefined ? [words] : [`${words}, `, { code: direction }];
}

/** The unit a metric is printed in. */
export function metricUnit(metric: string): Unit {
  const unit = metricOf(metric)?.unit ?? 'none';
  switch (unit) {
    case 'seconds':
    case 'bytes':
    case 'bytes_per_second':
    case 'events_per_second':
      return unit;
    case 'ratio':
      return 'percent';
    case 'total':
    case 'none':
      return 'number';
  }
}

export function subjectWords(kind: string): string {
  const words: Readonly<Record<string, string>> = { probe: 'probe', api_call: 'API operation', phase: 'phase of renting', job: 'job' };
  return words[kind] ?? kind;
}
