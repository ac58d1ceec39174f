import { varianceComponents } from '../../src/analysis/components.ts';
import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { jobSeries, unitsOf, type JobRow } from '../../src/analysis/select.ts';
import type { Fluctuation, TooFew, Unit, VarianceComponents } from '../../src/analysis/types.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

/** One metric of one kind of job, made by one comparable instrument. */
export interface MeasuredSeries {
  readonly metric: string;
  /** `cpu`, `io`. */
  readonly jobKind: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
  readonly selection: Selection;
  /** In start order, the failed ones too. */
  readonly rows: readonly JobRow[];
  readonly fluctuation: Fluctuation;
  /** What counts as independent evidence. */
  readonly units: readonly Unit[];
  /** Between and within instances, shared host or not. */
  readonly components: VarianceComponents | TooFew;
  readonly instances: readonly MeasuredInstance[];
}

export interface MeasuredInstance {
  /** `1` … within one run, `2.1` (run, instance) where there are several. */
  readonly label: string;
  readonly id: number;
  readonly fluctuation: Fluctuation;
}

/** Every series that jobs gave, headline metric first, in a fixed order. */
export function measuredSeries(facts: RunFacts): readonly MeasuredSeries[] {
  const runs = facts.runs.map(({ uid }) => uid);
  const label = instanceLabels(facts);
  return jobSeriesKeys(facts).flatMap(({ metric, tags, comparable }): readonly MeasuredSeries[] => {
    const rows = jobSeries(facts, { metric, tags }).filter((row) => row.comparable === comparable);
    const whole = fluctuation(rows.map(({ value }) => value));
    if (whole === undefined) return [];
    const byInstance = new Map<number, number[]>();
    for (const { instanceId, value } of rows) {
      if (instanceId === null || value === null) continue;
      byInstance.set(instanceId, [...(byInstance.get(instanceId) ?? []), value]);
    }
    const instances = [...byInstance].flatMap(([id, values]): readonly MeasuredInstance[] => {
      const own = fluctuation(values);
      return own === undefined ? [] : [{ label: label(id), id, fluctuation: own }];
    });
    const units = unitsOf(facts, { metric, tags }).find((group) => group.comparable === comparable)?.units ?? [];
    return [
      {
        metric,
        jobKind: tags['job_kind'] ?? '',
        tags,
        comparable,
        selection: { rows: 'samples', runs, metric, tags, comparable },
        rows,
        fluctuation: whole,
        units,
        components: varianceComponents(instances.map(({ label: key, id }) => ({ key, values: byInstance.get(id) ?? [] }))),
        instances: instances.toSorted((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true })),
      },
    ];
  });
}

/** What a report calls an instance, by its row id. */
export function instanceLabels(facts: RunFacts): (id: number | null) => string {
  const runs = facts.runs.toSorted((a, b) => a.startedAt - b.startedAt || a.id - b.id).map(({ id }) => id);
  const names = new Map(
    facts.instances.map(({ id, runId, ordinal }) => [id, runs.length > 1 ? `${runs.indexOf(runId) + 1}.${ordinal}` : String(ordinal)]),
  );
  return (id) => (id === null ? 'none' : (names.get(id) ?? 'unknown'));
}

interface SeriesKey {
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
}

function jobSeriesKeys(facts: RunFacts): readonly SeriesKey[] {
  const jobs = new Set(facts.observations.filter(({ subjectKind }) => subjectKind === 'job').map(({ id }) => id));
  const keys = new Map<string, SeriesKey>();
  for (const { obs, metric, tags, comparable } of facts.samples) {
    if (!jobs.has(obs) || tags['job_kind'] === undefined) continue;
    const headline = metric === 'job_duration_seconds' ? '0' : '1';
    keys.set(JSON.stringify([tags['job_kind'], headline, metric, Object.entries(tags).toSorted(), comparable]), {
      metric,
      tags,
      comparable,
    });
  }
  return [...keys].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
