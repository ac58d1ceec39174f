import type { GapRow, ObservationRow, RunFacts, SampleRow } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

// Written apart from src/analysis/select.ts on purpose: a number is checked by a second way, not by the same one again.

/** Row ids of the runs of a selection; no run named = all. */
export function runIds(facts: RunFacts, selection: Selection): ReadonlySet<number> {
  const wanted = new Set(selection.runs);
  return new Set(facts.runs.filter(({ uid }) => wanted.size === 0 || wanted.has(uid)).map(({ id }) => id));
}

/** The gaps that reach into one of the selection's runs; a run without an end lasts until its last act. */
export function selectGaps(facts: RunFacts, selection: Selection): readonly GapRow[] {
  const ids = runIds(facts, selection);
  const lasted = facts.runs
    .filter(({ id }) => ids.has(id))
    .map(({ id, startedAt, endedAt }) => {
      const acts = endedAt === null ? facts.observations.filter(({ runId }) => runId === id) : [];
      return { from: startedAt, to: endedAt ?? Math.max(startedAt, ...acts.map(({ at, tookUs }) => at + tookUs)) };
    });
  return facts.gaps.filter(({ fromAt, toAt }) => lasted.some(({ from, to }) => fromAt <= to && toAt >= from));
}

/** Row ids of the instances with the flavour and CPU model that are asked for; undefined where neither is. */
function selectedMachines(facts: RunFacts, { flavour, cpuModel }: Selection): ReadonlySet<number | null> | undefined {
  if (flavour === undefined && cpuModel === undefined) return undefined;
  const fitting = facts.instances.filter((row) => row.flavour === (flavour ?? row.flavour) && row.cpuModel === (cpuModel ?? row.cpuModel));
  return new Set(fitting.map(({ id }) => id));
}

/** The observations of a selection in start order. */
export function selectObservations(facts: RunFacts, selection: Selection): readonly ObservationRow[] {
  const runs = runIds(facts, selection);
  const listed = selection.observations === undefined ? undefined : new Set(selection.observations);
  const machines = selectedMachines(facts, selection);
  const rows = facts.observations.filter((row) => {
    if (listed !== undefined) return listed.has(row.id);
    if (row.attempt !== 0 && selection.everyAttempt !== true) return false;
    if (row.runId === null || !runs.has(row.runId)) return false;
    if (selection.instance !== undefined && row.instanceId !== selection.instance) return false;
    if (selection.target !== undefined && row.target !== selection.target) return false;
    if (machines !== undefined && !machines.has(row.instanceId)) return false;
    if (selection.code !== undefined && (row.code ?? row.outcome) !== selection.code) return false;
    if (selection.marks !== undefined && (row.marks & selection.marks) === 0) return false;
    if (selection.outcomes !== undefined && !selection.outcomes.includes(row.outcome)) return false;
    const { subject } = selection;
    return subject === undefined || (row.subjectKind === subject.kind && row.subjectKey === subject.key);
  });
  return rows.toSorted((a, b) => (a.at === b.at ? a.id - b.id : a.at - b.at));
}

/** The samples of a selection in start order, finite values of acts that succeeded only. */
export function selectSamples(facts: RunFacts, selection: Selection): readonly (SampleRow & { readonly value: number })[] {
  const { metric, comparable, outcomes, jobs, tags } = selection;
  const acts = new Map<number, number>();
  const { subject: _, ...anySubject } = selection;
  for (const [index, { id }] of selectObservations(facts, { ...anySubject, outcomes: outcomes ?? ['ok', 'slow'] }).entries())
    acts.set(id, index);
  const ranks = jobs === undefined ? undefined : jobRanks(facts, selection);
  const rows: (SampleRow & { readonly value: number })[] = [];
  for (const row of facts.samples) {
    if (row.metric !== metric || !acts.has(row.obs) || row.value === null || !Number.isFinite(row.value)) continue;
    if (comparable !== undefined && row.comparable !== comparable) continue;
    if (tags !== undefined && Object.keys(tags).some((tag) => row.tags[tag] !== tags[tag])) continue;
    const rank = ranks?.get(row.obs);
    if (jobs !== undefined && (rank === undefined || rank < jobs.from || rank > jobs.to)) continue;
    rows.push({ ...row, value: row.value });
  }
  return rows.toSorted((a, b) => (acts.get(a.obs) as number) - (acts.get(b.obs) as number) || a.n - b.n);
}

/** The UTC day, as ISO 8601, on which each act behind the samples began. */
export function selectObservedDays(facts: RunFacts, selection: Selection): readonly string[] {
  const began = new Map(facts.observations.map(({ id, at }) => [id, at]));
  return selectSamples(facts, selection).map(({ obs, at }) => new Date((began.get(obs) ?? at) / 1000).toISOString().slice(0, 10));
}

/** A job keeps its number whether it succeeded or not. */
function jobRanks(facts: RunFacts, selection: Selection): ReadonlyMap<number, number> {
  const kind = selection.tags?.['job_kind'] ?? '';
  const all = selectObservations(facts, { rows: 'observations', runs: selection.runs, subject: { kind: 'job', key: kind } });
  return new Map(all.map(({ id }, index) => [id, index + 1]));
}

/** Values by independent unit: the run where instances share a host, else the host, else the instance. */
export function selectUnits(
  facts: RunFacts,
  selection: Selection,
): readonly { readonly key: string; readonly values: readonly number[] }[] {
  const units = new Map<string, number[]>();
  const runs = new Map(facts.runs.map((run) => [run.id, run]));
  const instances = new Map(facts.instances.map((instance) => [instance.id, instance]));
  const onHost = new Map<string, number>();
  for (const { hostKey } of facts.instances) if (hostKey !== null) onHost.set(hostKey, (onHost.get(hostKey) ?? 0) + 1);
  for (const { runId, instanceId, value } of selectSamples(facts, selection)) {
    const instance = instanceId === null ? undefined : instances.get(instanceId);
    const { hostKey } = instance ?? { hostKey: null };
    let key = `instance ${instance?.id ?? 0}`;
    if (hostKey !== null && (onHost.get(hostKey) ?? 0) > 1) key = `host ${hostKey}`;
    if (instance === undefined || (runId !== null && runs.get(runId)?.sharesHost === true)) key = `run ${runId}`;
    units.set(key, [...(units.get(key) ?? []), value]);
  }
  return [...units].map(([key, values]) => ({ key, values }));
}
