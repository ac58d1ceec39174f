import { Rate, Trend } from 'k6/metrics';
import type { ActResult } from './act-result.ts';

/** What collectors bring back, by the names of Evenkeel's metric catalogue. */
export const MIRRORED = [
  'instance_phase_duration_seconds',
  'job_duration_seconds',
  'cpu_events_per_second',
  'io_bytes_per_second',
  'io_sync_duration_seconds',
  'probe_duration_seconds',
  'provider_phase_duration_seconds',
  'api_call_duration_seconds',
] as const;

// Custom metrics can be made in the init context only, hence all of them, here.
const trends = new Map<string, Trend>(MIRRORED.map((name) => [name, new Trend(`evk_${name}`)]));
const failed = new Rate('evk_failed');

/**
 * Puts an act's values into k6's own metrics, for thresholds: `evk_<metric>` in its base unit, and `evk_failed`.
 * The collector has recorded them already; Evenkeel does not record them again.
 */
export function mirror(result: ActResult, tags: { readonly act: string; readonly name: string }): void {
  for (const { metric, tags: sampleTags, value } of result.samples) trends.get(metric)?.add(value, sampleTags);
  // What was aborted says nothing about the target.
  if (result.outcome !== 'unknown') failed.add(result.outcome === 'failed', { ...tags });
}
