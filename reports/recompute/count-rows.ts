import { normalQuantile } from '../../src/analysis/normal-distribution.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Recipe, Selection } from '../document.ts';
import { wilsonBound } from './order.ts';
import { outsideOutages } from './outage-runs.ts';
import { runIds, selectGaps, selectObservations, selectSamples } from './select-rows.ts';

/** How many rows a selection has. */
export function countRows(facts: RunFacts, { of, against, parameters }: Recipe): number {
  const ids = runIds(facts, of);
  const inRuns = <Row extends { readonly runId: number }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ runId }) => ids.has(runId));
  switch (of.rows) {
    case 'samples':
      return selectSamples(facts, of).length;
    case 'observations':
      return against === undefined ? selectObservations(facts, of).length : outside(facts, of, against, parameters).part;
    case 'runs':
      return facts.runs.filter((run) => ids.has(run.id) && (of.state === undefined || run.state === of.state)).length;
    case 'executions':
      return inRuns(facts.executions).filter(
        ({ state, scenario, engine }) =>
          (of.state ?? state) === state &&
          (of.scenario ?? scenario) === scenario &&
          (of.engine ?? `${engine.name} ${engine.version}`) === `${engine.name} ${engine.version}`,
      ).length;
    case 'instances':
      return inRuns(facts.instances).filter(({ cpuModel }) => of.kind === undefined || cpuModel === of.kind).length;
    case 'resources':
      return inRuns(facts.resources).filter(
        ({ kind, state }) => (of.kind === undefined || kind === of.kind) && (of.state === undefined || state === of.state),
      ).length;
    case 'findings':
      return facts.findings.filter(
        ({ impact, status, target }) =>
          (of.kind ?? impact) === impact && (of.state ?? status) === status && (of.target === undefined || of.target === target),
      ).length;
    case 'gaps':
      return selectGaps(facts, of).length;
    case 'events':
      return facts.events.length;
    case 'slots':
    case 'judgements':
    case 'incidents':
    case 'series':
      // Of files or of a window: recomputeSeries, recomputeWindow.
      return Number.NaN;
  }
}

function outside(
  facts: RunFacts,
  of: Selection,
  against: Selection,
  rule: Recipe['parameters'],
): { readonly part: number; readonly whole: number } {
  const all = selectObservations(facts, against);
  const kept =
    rule?.['openAfter'] === undefined
      ? all.filter(({ outcome }) => outcome !== 'unknown')
      : outsideOutages(all, Number(rule['openAfter']), Number(rule['closeAfter']));
  const wanted = new Set(selectObservations(facts, of).map(({ id }) => id));
  return { part: kept.filter(({ id }) => wanted.has(id)).length, whole: kept.length };
}

/** Part of the known looks of `against` that `of` is, with the bound of its score interval. */
export function shareOf(facts: RunFacts, { of, against, bound, parameters }: Recipe): number {
  const { part, whole } = outside(facts, of, against ?? of, parameters);
  if (bound === undefined) return part / whole;
  return wilsonBound(part, whole, bound.side, normalQuantile(1 - (1 - bound.level) / 2));
}
