import { varianceComponents } from '../../src/analysis/components.ts';
import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { jobSeries, unitsOf, type JobRow, type UnitGroup } from '../../src/analysis/select.ts';
import type { Fluctuation, TooFew, Unit, VarianceComponents } from '../../src/analysis/types.ts';
import { canonical } from '../../src/core/canonical.ts';
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

interface MeasuredInstance {
  /** `1` … within one run, `2.1` (run, instance) where there are several. */
  readonly label: string;
  readonly id: number;
  readonly fluctuation: Fluctuation;
}

/**
 * Every series that jobs gave, headline metric first, in a fixed order. `pooled`: figures of instruments that are not comparable
 * are taken as one series all the same, which a reader must be told.
 */
export function measuredSeries(facts: RunFacts, { pooled = false }: { readonly pooled?: boolean } = {}): readonly MeasuredSeries[] {
  const runs = facts.runs.map(({ uid }) => uid);
  const label = instanceLabels(facts);
  return jobSeriesKeys(facts, pooled).flatMap(({ metric, tags, comparable }): readonly MeasuredSeries[] => {
    const rows = jobSeries(facts, { metric, tags }).filter((row) => pooled || row.comparable === comparable);
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
    const units = mergedUnits(unitsOf(facts, { metric, tags }).filter((group) => pooled || group.comparable === comparable));
    return [
      {
        metric,
        jobKind: tags['job_kind'] ?? '',
        tags,
        comparable,
        selection: { rows: 'samples', runs, metric, tags, ...(pooled ? {} : { comparable }) },
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

/** A unit may have figures by two instruments. */
function mergedUnits(groups: readonly UnitGroup[]): readonly Unit[] {
  const units = new Map<string, number[]>();
  for (const { key, values } of groups.flatMap((group) => group.units)) units.set(key, [...(units.get(key) ?? []), ...values]);
  return [...units].map(([key, values]) => ({ key, values }));
}

function jobSeriesKeys(facts: RunFacts, pooled: boolean): readonly SeriesKey[] {
  const jobs = new Set(facts.observations.filter(({ subjectKind }) => subjectKind === 'job').map(({ id }) => id));
  const keys = new Map<string, SeriesKey>();
  for (const { obs, metric, tags, comparable } of facts.samples) {
    if (!jobs.has(obs) || tags['job_kind'] === undefined) continue;
    const headline = metric === 'job_duration_seconds' ? '0' : '1';
    keys.set(JSON.stringify([tags['job_kind'], headline, metric, canonical(tags), pooled ? '' : comparable]), {
      metric,
      tags,
      comparable,
    });
  }
  return [...keys].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
