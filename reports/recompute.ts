import type { RunFacts } from '../src/store/rows.ts';
import type { Recipe, Selection } from './document.ts';
import { compared, componentOf, judged, verdictOf } from './recompute/asked-of-analysis.ts';
import { availableShare } from './recompute/available-share.ts';
import { countRows, shareOf } from './recompute/count-rows.ts';
import { quantileOf } from './recompute/order.ts';
import { priced } from './recompute/priced.ts';
import { orderBound, orderFigure } from './recompute/order-figures.ts';
import { runIds, selectGaps, selectObservations, selectObservedDays, selectSamples, selectUnits } from './recompute/select-rows.ts';

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
    case 'instances':
      return new Set(selectSamples(facts, of).map(({ instanceId }) => instanceId)).size;
    case 'days':
      return new Set(selectObservedDays(facts, of)).size;
    case 'cost':
    case 'jobs_per_money':
      return priced(facts, recipe);
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
    case 'verdict':
      return verdictOf(facts, recipe);
    case 'objective':
      return judged(facts, recipe);
    case 'availability':
      return availableShare(facts, recipe);
    case 'span_seconds':
      return span(facts, of);
    case 'sum_seconds':
      return selectGaps(facts, of).reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt), 0) / 1e6;
    case 'change':
    case 'downtime':
      // Of files, not of the store: recomputeSeries.
      return Number.NaN;
    case 'observed_seconds':
    case 'took_seconds':
    case 'time_between':
    case 'judged':
      // Of a window of the watch: recomputeWindow.
      return Number.NaN;
    case 'ticks':
      return selectGaps(facts, of).reduce((sum, { ticks }) => sum + ticks, 0);
    case 'value':
    case 'median':
    case 'q1':
    case 'q3':
    case 'min':
    case 'max':
    case 'p95':
    case 'p99':
    case 'robust_cv':
      return bound === undefined ? orderFigure(facts, recipe) : orderBound(facts, recipe);
  }
}

function planned(facts: RunFacts, { of, parameters }: Recipe): number {
  const ids = runIds(facts, of);
  const job = String(parameters?.['job'] ?? '');
  const plans = facts.runs.filter(({ id }) => ids.has(id)).map(({ plan }) => plan);
  return plans.reduce((sum, plan) => sum + (job === '' ? plan.instances : (plan.jobs[job] ?? 0)), 0);
}

function outlierRatio(facts: RunFacts, of: Selection, against: Selection): number {
  const [own] = selectSamples(facts, of);
  if (own === undefined) return Number.NaN;
  const peers = selectSamples(facts, against).filter(
    (row) => row.instanceId !== own.instanceId && row.target === own.target && row.comparable === own.comparable,
  );
  const times = peers.map(({ value }) => value);
  return own.value / quantileOf(times, 0.5);
}

function span(facts: RunFacts, of: Selection): number {
  const ids = runIds(facts, of);
  const instants =
    of.rows === 'runs'
      ? facts.runs.filter(({ id }) => ids.has(id)).flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt])
      : selectObservations(facts, of).map(({ at }) => at);
  return instants.length === 0 ? Number.NaN : (Math.max(...instants) - Math.min(...instants)) / 1e6;
}
