import type { CheckSeries } from '../../analysis/check.ts';
import { unitsOf } from '../../analysis/select.ts';
import { metricOf } from '../../core/metrics.ts';
import type { RunFacts } from '../../store/rows.ts';

/** The series of a check, with the row that a judgement names. */
export interface StoredSeries extends CheckSeries {
  /** Row id of the series; of the newest values where several observers measured it. */
  readonly id: number;
}

/** Every metric of jobs, phases, probes and calls in these runs, with its tags, by comparable instrument. */
export function checkSeries(facts: RunFacts): readonly StoredSeries[] {
  const samples = facts.samples.filter(({ runId }) => runId !== null);
  const keys = new Map(samples.map(({ metric, tags }) => [JSON.stringify([metric, tags]), { metric, tags }]));
  const ids = new Map(samples.map(({ metric, tags, comparable, series }) => [JSON.stringify([metric, tags, comparable]), series]));
  return [...keys.values()].flatMap(({ metric, tags }) => {
    const known = metricOf(metric);
    // What the provider tells of a phase is the same phase again.
    if (known === undefined || metric.startsWith('observer_') || metric.startsWith('provider_')) return [];
    return unitsOf(facts, { metric, tags }).flatMap(({ comparable, units }): readonly StoredSeries[] => {
      const id = ids.get(JSON.stringify([metric, tags, comparable]));
      return id === undefined ? [] : [{ id, key: seriesKey(metric, tags), comparable, worse: known.worse, units }];
    });
  });
}

/** `job_duration_seconds cpu`: the metric and its tags' values. */
export function seriesKey(metric: string, tags: { readonly [tag: string]: string }): string {
  return [metric, ...Object.values(tags)].join(' ');
}
