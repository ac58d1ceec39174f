import type { SubjectKind } from '../core/observation.ts';
import type { Outcome } from '../core/outcome.ts';
import type { InstanceRow, ObservationRow, RunFacts, SampleRow } from '../store/rows.ts';
import { groupBy } from './group-by.ts';
import type { PhaseValue } from './outliers.ts';
import type { Look, Unit } from './types.ts';

export interface SeriesSelection {
  readonly metric: string;
  /** A sample matches when it carries all of these; further tags do not matter. */
  readonly tags?: { readonly [tag: string]: string };
  /** Rank in start order, 1-based, inclusive. */
  readonly jobs?: { readonly from: number; readonly to: number };
  readonly target?: string;
}

/** One job (or other act) of a series, whether it gave a value or not. */
export interface JobRow {
  /** 1-based, in start order over all the runs of the facts; several samples of one act share it. */
  readonly rank: number;
  /** Start, µs since 1970. */
  readonly at: number;
  /** Observation id. */
  readonly obs: number;
  /** Run uid. */
  readonly run: string | null;
  /** Ordinal within its run. */
  readonly instance: number | null;
  readonly instanceId: number | null;
  /** Base unit of the metric; null when the act failed, is unknown, or gave no such sample. */
  readonly value: number | null;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly comparable: string;
}

/** Units whose figures may be compared with each other: one instrument with equal parameters. */
export interface UnitGroup {
  readonly comparable: string;
  readonly units: readonly Unit[];
}

export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly key: string;
  readonly target: string;
}

/**
 * The acts behind a metric in start order: those with a matching sample, and the others of the same subjects,
 * so that a failed job keeps its place. First attempts only.
 */
export function jobSeries(facts: RunFacts, selection: SeriesSelection): readonly JobRow[] {
  const samples = new Map<number, SampleRow[]>();
  for (const sample of facts.samples) {
    if (!matches(sample, selection)) continue;
    const list = samples.get(sample.obs);
    if (list === undefined) samples.set(sample.obs, [sample]);
    else list.push(sample);
  }
  const subjects = new Set(facts.observations.filter(({ id }) => samples.has(id)).map(({ subjectId }) => subjectId));
  const kind = selection.tags?.['job_kind'];
  const acts = facts.observations
    .filter(({ attempt, target }) => attempt === 0 && (selection.target === undefined || target === selection.target))
    // Where every job of a kind failed there is no sample to tell the subject by.
    .filter((act) => subjects.has(act.subjectId) || (kind !== undefined && act.subjectKind === 'job' && act.subjectKey === kind))
    .toSorted(byStart);
  const runs = new Map(facts.runs.map(({ id, uid }) => [id, uid]));
  const instances = new Map(facts.instances.map((instance) => [instance.id, instance]));
  const { from, to } = selection.jobs ?? { from: 1, to: Infinity };
  return acts.slice(from - 1, to).flatMap((act, index) => {
    const row = {
      rank: from + index,
      at: act.at,
      obs: act.id,
      run: act.runId === null ? null : (runs.get(act.runId) ?? null),
      instance: act.instanceId === null ? null : (instances.get(act.instanceId)?.ordinal ?? null),
      instanceId: act.instanceId,
      outcome: act.outcome,
      code: act.code,
      comparable: act.instrument.comparable,
    };
    const found = (samples.get(act.id) ?? []).toSorted((a, b) => a.at - b.at || a.n - b.n);
    if (found.length === 0 || !isDone(act.outcome)) return [{ ...row, value: null }];
    return found.map(({ value, comparable }) => ({ ...row, value, comparable }));
  });
}

/**
 * The units of evidence of a series, one group for each comparable instrument: the run where its instances share a host,
 * else the host that instances name as theirs, else the instance. Only first attempts that succeeded count.
 */
export function unitsOf(facts: RunFacts, selection: SeriesSelection): readonly UnitGroup[] {
  const runs = new Map(facts.runs.map((run) => [run.uid, run]));
  const instances = new Map(facts.instances.map((instance) => [instance.id, instance]));
  const perHost = groupBy(facts.instances, ({ hostKey }) => hostKey);
  const nameOf = ({ hostKey, ordinal }: InstanceRow, run: string): string =>
    hostKey !== null && (perHost.get(hostKey)?.length ?? 0) > 1 ? `host ${hostKey}` : `instance ${ordinal} of ${run}`;
  const groups = new Map<string, Map<string, number[]>>();
  for (const row of jobSeries(facts, selection)) {
    if (row.value === null || !Number.isFinite(row.value) || row.run === null) continue;
    const instance = row.instanceId === null ? undefined : instances.get(row.instanceId);
    const key = runs.get(row.run)?.sharesHost === true || instance === undefined ? `run ${row.run}` : nameOf(instance, row.run);
    const units = groups.get(row.comparable) ?? new Map<string, number[]>();
    groups.set(row.comparable, units);
    const values = units.get(key);
    if (values === undefined) units.set(key, [row.value]);
    else values.push(row.value);
  }
  return [...groups].map(([comparable, units]) => ({ comparable, units: [...units].map(([key, values]) => ({ key, values })) }));
}

/** First attempts on one subject, in time order. */
export function looksOf(facts: RunFacts, subject: SubjectRef): readonly Look[] {
  return facts.observations
    .filter(
      (act) => act.attempt === 0 && act.subjectKind === subject.kind && act.subjectKey === subject.key && act.target === subject.target,
    )
    .toSorted(byStart)
    .map(({ at, outcome, code, id }) => ({ at, outcome, code, obs: id }));
}

/** Every subject that was observed, by kind, key and target. */
export function subjectsOf(facts: RunFacts): readonly SubjectRef[] {
  const found = new Map<string, SubjectRef>();
  for (const { subjectKind: kind, subjectKey: key, target } of facts.observations) {
    found.set(JSON.stringify([kind, key, target]), { kind, key, target });
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject);
}

/** Times of the phases of renting that succeeded, at whichever attempt, in start order; `timed` names the metric, ours or the provider's own. */
export function phaseValuesOf(facts: RunFacts, timed = 'instance_phase_duration_seconds'): readonly PhaseValue[] {
  const runs = new Map(facts.runs.map(({ id, uid }) => [id, uid]));
  const instances = new Map(facts.instances.map((instance) => [instance.id, instance]));
  return facts.samples
    .filter(({ metric, outcome }) => metric === timed && isDone(outcome))
    .toSorted((a, b) => a.at - b.at || a.obs - b.obs)
    .flatMap(({ instanceId, tags, obs, value, comparable, target }) => {
      const instance = instanceId === null ? undefined : instances.get(instanceId);
      if (instance === undefined || value === null || tags['phase'] === undefined) return [];
      const name = `instance ${instance.ordinal} of ${runs.get(instance.runId) ?? 'an unknown run'}`;
      return [{ instance: instance.id, name, phase: tags['phase'], group: `${target} ${comparable}`, obs, value }];
    });
}

function matches(sample: SampleRow, { metric, tags, target }: SeriesSelection): boolean {
  if (sample.metric !== metric || (target !== undefined && sample.target !== target)) return false;
  return Object.entries(tags ?? {}).every(([tag, value]) => sample.tags[tag] === value);
}

function isDone(outcome: Outcome): boolean {
  return outcome === 'ok' || outcome === 'slow';
}

function byStart(a: ObservationRow, b: ObservationRow): number {
  return a.at - b.at || a.id - b.id;
}
