import { compareUnits } from '../src/analysis/compare.ts';
import { varianceComponents } from '../src/analysis/components.ts';
import { fluctuation } from '../src/analysis/fluctuation.ts';
import { normalQuantile } from '../src/analysis/normal-distribution.ts';
import { judgeObjective } from '../src/analysis/objectives.ts';
import type { Comparison, Estimate, TooFew } from '../src/analysis/types.ts';
import type { ObjectiveConfig } from '../src/config/types.ts';
import type { RunFacts } from '../src/store/rows.ts';
import type { Recipe, Selection } from './document.ts';
import { numeralsIn } from './numerals.ts';
import { cvOf, meanOf, quantileOf, robustCvOf, wilsonBound } from './recompute/order.ts';
import { outageRuns, outsideOutages } from './recompute/outage-runs.ts';
import { runIds, selectObservations, selectSamples, selectUnits } from './recompute/select-rows.ts';

/**
 * The number that a recipe describes, from the rows alone: NaN where it cannot be told. Rows are selected and summed up here by
 * a second way; only what has no short second way (exact tests, their intervals, F intervals) is asked of src/analysis.
 * `facts` must hold every run that the recipe names.
 */
export function recompute(recipe: Recipe, facts: RunFacts): number {
  const { of, against, bound, parameters } = recipe;
  switch (recipe.statistic) {
    case 'constant':
      return Number(parameters?.['value']);
    case 'planned':
      return planned(facts, recipe);
    case 'missed':
      return Math.max(0, planned(facts, recipe) - selectObservations(facts, of).length);
    case 'count':
      return countRows(facts, recipe);
    case 'units':
      return selectUnits(facts, of).length;
    case 'share':
      return shareOf(facts, recipe);
    case 'within_cv':
    case 'between_cv':
    case 'icc':
      return componentOf(facts, recipe);
    case 'outlier_ratio':
      return outlierRatio(facts, of, against ?? of);
    case 'level_ratio':
    case 'spread_ratio':
    case 'level_p':
    case 'spread_p':
      return compared(facts, recipe);
    case 'objective':
      return judged(facts, recipe);
    case 'outage_count':
      return outageRuns(selectObservations(facts, of), Number(parameters?.['openAfter']), Number(parameters?.['closeAfter'])).length;
    case 'span_seconds':
      return span(facts, of);
    case 'sum_seconds':
      return facts.gaps.reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt), 0) / 1e6;
    case 'ticks':
      return facts.gaps.reduce((sum, { ticks }) => sum + ticks, 0);
    case 'value':
    case 'median':
    case 'mean':
    case 'q1':
    case 'q3':
    case 'min':
    case 'max':
    case 'p95':
    case 'p99':
    case 'robust_cv':
    case 'cv':
      return bound === undefined ? order(facts, recipe) : orderBound(facts, recipe);
  }
}

function planned(facts: RunFacts, { of, parameters }: Recipe): number {
  const ids = runIds(facts, of);
  const job = String(parameters?.['job'] ?? '');
  const plans = facts.runs.filter(({ id }) => ids.has(id)).map(({ plan }) => plan);
  return plans.reduce((sum, plan) => sum + (job === '' ? plan.instances : (plan.jobs[job] ?? 0)), 0);
}

function countRows(facts: RunFacts, { of, against, parameters }: Recipe): number {
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
      return inRuns(facts.instances).length;
    case 'resources':
      return inRuns(facts.resources).filter(
        ({ kind, state }) => (of.kind === undefined || kind === of.kind) && (of.state === undefined || state === of.state),
      ).length;
    case 'findings':
      return facts.findings.filter(({ impact }) => of.kind === undefined || impact === of.kind).length;
    case 'gaps':
      return facts.gaps.length;
    case 'events':
      return facts.events.length;
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

function shareOf(facts: RunFacts, { of, against, bound, parameters }: Recipe): number {
  const { part, whole } = outside(facts, of, against ?? of, parameters);
  if (bound === undefined) return part / whole;
  return wilsonBound(part, whole, bound.side, normalQuantile(1 - (1 - bound.level) / 2));
}

function componentOf(facts: RunFacts, { statistic, of, bound }: Recipe): number {
  const byInstance = new Map<number, number[]>();
  for (const { instanceId, value } of selectSamples(facts, of)) {
    if (instanceId !== null) byInstance.set(instanceId, [...(byInstance.get(instanceId) ?? []), value]);
  }
  const parts = varianceComponents([...byInstance].map(([id, values]) => ({ key: String(id), values })));
  if ('tooFew' in parts) return Number.NaN;
  if (statistic === 'icc') return sideOf(parts.icc, bound);
  return statistic === 'within_cv' ? parts.withinCv : parts.betweenCv;
}

function outlierRatio(facts: RunFacts, of: Selection, against: Selection): number {
  const [own] = selectSamples(facts, of);
  if (own === undefined) return Number.NaN;
  const peers = selectSamples(facts, against).filter(
    (row) => row.instanceId !== own.instanceId && row.target === own.target && row.comparable === own.comparable,
  );
  return (
    own.value /
    quantileOf(
      peers.map(({ value }) => value),
      0.5,
    )
  );
}

function compared(facts: RunFacts, { statistic, of, against, bound, parameters }: Recipe): number {
  const [before, after] = [selectUnits(facts, against ?? of), selectUnits(facts, of)];
  const worse = parameters?.['worse'];
  const comparison: Comparison = compareUnits(before, after, {
    claim: statistic.startsWith('level') ? 'level' : 'spread',
    worse: worse === 'up' || worse === 'down' ? worse : 'either',
    margin: Number(parameters?.['margin']),
    alpha: Number(parameters?.['alpha']),
  });
  if (statistic.endsWith('_p')) return comparison.p ?? Number.NaN;
  if (bound !== undefined || statistic === 'spread_ratio') return sideOf(comparison.ratio, bound);
  const medians = (side: typeof before): readonly number[] => side.map(({ values }) => quantileOf(values, 0.5));
  const ratios = medians(after).flatMap((late) => medians(before).map((early) => Math.log(late / early)));
  return Math.exp(quantileOf(ratios, 0.5));
}

function judged(facts: RunFacts, { of, against, bound, parameters }: Recipe): number {
  const values = of.metric === undefined ? [] : selectSamples(facts, of).map(({ value }) => value);
  const looks =
    against === undefined ? [] : selectObservations(facts, against).map(({ at, outcome, code, id }) => ({ at, outcome, code, obs: id }));
  const [limit, worse] = [Number(parameters?.['limit']), parameters?.['worse']];
  const stat = parameters?.['stat'] as ObjectiveConfig['stat'];
  const result = judgeObjective({ id: '', stat, limit, worse: worse === 'up' || worse === 'down' ? worse : 'either' }, { values, looks });
  const part = String(parameters?.['part']);
  if (part === 'n') return result.n;
  if (part.startsWith('reason')) return Number(numeralsIn(result.reason ?? '')[Number(part.slice(6))] ?? Number.NaN);
  return result.value === null ? Number.NaN : sideOf(result.value, bound);
}

function span(facts: RunFacts, of: Selection): number {
  const ids = runIds(facts, of);
  const instants =
    of.rows === 'runs'
      ? facts.runs.filter(({ id }) => ids.has(id)).flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt])
      : selectObservations(facts, of).map(({ at }) => at);
  return instants.length === 0 ? Number.NaN : (Math.max(...instants) - Math.min(...instants)) / 1e6;
}

function order(facts: RunFacts, { statistic, of }: Recipe): number {
  const values = selectSamples(facts, of).map(({ value }) => value);
  switch (statistic) {
    case 'value':
      return values[0] ?? Number.NaN;
    case 'mean':
      return meanOf(values);
    case 'min':
      return values.reduce((least, value) => Math.min(least, value), Infinity);
    case 'max':
      return values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
    case 'robust_cv':
      return robustCvOf(values);
    case 'cv':
      return cvOf(values);
    default:
      return quantileOf(values, QUANTILES[statistic] ?? Number.NaN);
  }
}

const QUANTILES: Readonly<Record<string, number>> = { q1: 0.25, median: 0.5, q3: 0.75, p95: 0.95, p99: 0.99 };

function orderBound(facts: RunFacts, { statistic, of, bound }: Recipe): number {
  const spread = fluctuation(selectSamples(facts, of).map(({ value }) => value));
  if (spread === undefined) return Number.NaN;
  if (statistic === 'median') return sideOf(spread.median, bound);
  if (statistic === 'robust_cv') return sideOf(spread.robustCv, bound);
  return statistic === 'p95' || statistic === 'p99' ? percentileSide(spread[statistic], bound) : Number.NaN;
}

function percentileSide(estimate: Estimate | TooFew, bound: Recipe['bound']): number {
  return 'tooFew' in estimate ? Number.NaN : sideOf(estimate, bound);
}

function sideOf(estimate: Estimate, bound: Recipe['bound']): number {
  if (bound === undefined) return estimate.value;
  return (bound.side === 'low' ? estimate.low : estimate.high) ?? Number.NaN;
}
