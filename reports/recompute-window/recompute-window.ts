import { quantileRanks } from '../../src/analysis/order-interval.ts';
import { poissonInterval } from '../../src/analysis/poisson-interval.ts';
import type { StoreReader } from '../../src/store/api.ts';
import type { WindowReader } from '../../src/store/window-reader.ts';
import type { Recipe } from '../document.ts';
import { QUANTILES } from '../recompute/order-figures.ts';
import { gapSeconds, lostTicks } from './gaps-within.ts';
import { countWindow, gapsOf, shareOfWindow } from './count-window.ts';
import { windowFilter, windowOf } from './window-filter.ts';
import { judgedWindow } from './window-objective.ts';
import { observedTimes, outagesIn } from './window-outages.ts';

/** What the store must tell for it. */
export type WindowSource = WindowReader &
  Pick<StoreReader, 'run' | 'runs' | 'findings' | 'judgement' | 'judgements' | 'observation' | 'incident'>;

/** Is this the recipe of a window, of a stored judgement or of looks outside runs: one that no facts of runs are needed for? */
export function isWindowRecipe({ statistic, of }: Recipe): boolean {
  return (
    of.window !== undefined || of.rows === 'incidents' || statistic === 'judged' || (of.runs.length === 0 && of.observations !== undefined)
  );
}

/**
 * The number that such a recipe describes, by a second way: counts and order statistics by plain SQL, outages from the looks that
 * SQL picks. NaN where it cannot be told. Memory holds the values of one series at most.
 */
export async function recomputeWindow(recipe: Recipe, reader: WindowSource): Promise<number> {
  const { of, statistic, bound } = recipe;
  switch (statistic) {
    case 'count':
      return countWindow(reader, recipe);
    case 'share':
      return shareOfWindow(reader, recipe);
    case 'planned':
      return (await reader.windowFigure(windowFilter(of), { kind: 'looks' })) + (await ticksOf(reader, recipe));
    case 'ticks':
      return ticksOf(reader, recipe);
    case 'sum_seconds': {
      const gaps = gapsOf(await reader.windowPlan(windowOf(of)), of);
      return gaps.reduce((sum, gap) => sum + gapSeconds(gap, windowOf(of)), 0);
    }
    case 'observed_seconds': {
      const { up, down, perhaps } = await observedTimes(reader, recipe);
      return up + down + perhaps;
    }
    case 'time_between':
      return timeBetween(reader, recipe);
    case 'took_seconds':
      return ((await reader.observation(of.observations?.[0] ?? 0))?.observation.tookUs ?? Number.NaN) / 1e6;
    case 'downtime': {
      if (recipe.parameters?.['incident'] !== undefined) return incidentSeconds(reader, recipe);
      const { down, perhaps } = await observedTimes(reader, recipe);
      return bound?.side === 'low' ? down : down + perhaps;
    }
    case 'availability': {
      const { up, down, perhaps } = await observedTimes(reader, recipe);
      const whole = up + down + perhaps;
      const [low, high] = [up / whole, 1 - down / whole];
      return bound === undefined ? (low + high) / 2 : bound.side === 'low' ? low : high;
    }
    case 'objective':
      return judgedWindow(reader, recipe);
    case 'span_seconds':
      return spanOf(reader, of.observations ?? []);
    case 'judged':
      return judgedNumber(reader, recipe);
    case 'median':
    case 'q1':
    case 'q3':
    case 'p95':
    case 'p99':
    case 'min':
    case 'max':
      return order(reader, recipe);
    case 'constant':
    case 'missed':
    case 'value':
    case 'robust_cv':
    case 'units':
    case 'instances':
    case 'cost':
    case 'jobs_per_money':
    case 'days':
    case 'within_cv':
    case 'between_cv':
    case 'icc':
    case 'outlier_ratio':
    case 'level_ratio':
    case 'spread_ratio':
    case 'level_p':
    case 'spread_p':
    case 'verdict':
    case 'change':
      // Of runs or files: recompute, recomputeSeries.
      return Number.NaN;
  }
}

/** Bounds are values themselves: of which rank is asked of src/analysis. */
async function order(reader: WindowSource, { of, statistic, bound }: Recipe): Promise<number> {
  const filter = windowFilter(of);
  const p = statistic === 'min' ? 0 : statistic === 'max' ? 1 : (QUANTILES[statistic] ?? Number.NaN);
  if (bound === undefined) return reader.windowFigure(filter, { kind: 'quantile', p });
  const ranks = quantileRanks(await reader.windowFigure(filter, { kind: 'values' }), p, bound.level);
  return ranks === undefined ? Number.NaN : reader.windowFigure(filter, { kind: 'rank', rank: ranks[bound.side] });
}

async function ticksOf(reader: WindowSource, { of }: Recipe): Promise<number> {
  const gaps = gapsOf(await reader.windowPlan(windowOf(of)), of);
  return gaps.reduce((sum, gap) => sum + lostTicks(gap, windowOf(of)), 0);
}

async function spanOf(reader: WindowSource, ids: readonly number[]): Promise<number> {
  const found = await Promise.all(ids.map((id) => reader.observation(id)));
  const instants = found.flatMap((each) => (each === undefined ? [] : [each.observation.at]));
  return instants.length < ids.length || ids.length === 0 ? Number.NaN : (Math.max(...instants) - Math.min(...instants)) / 1e6;
}

/** What the journal says of an incident: at least and at most. */
async function incidentSeconds(reader: WindowSource, { bound, parameters }: Recipe): Promise<number> {
  const incident = await reader.incident(Number(parameters?.['incident']));
  if (incident === undefined) return Number.NaN;
  const { lastOkAt, firstBadAt, lastBadAt, firstOkAt } = incident;
  if (bound?.side === 'low') return (lastBadAt - firstBadAt) / 1e6;
  return lastOkAt === null || firstOkAt === null ? Number.NaN : (firstOkAt - lastOkAt) / 1e6;
}

/** Up time that is observed for each outage whose start was seen; the bounds of their number are asked of src/analysis. */
async function timeBetween(reader: WindowSource, recipe: Recipe): Promise<number> {
  const { of, bound, parameters } = recipe;
  const { rows, outages } = await outagesIn(reader, of, parameters);
  const isKnownOk = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'ok' || outcome === 'slow';
  const began = outages.filter(({ failures }) => rows.slice(0, failures[0]).some(isKnownOk)).length;
  const { up, perhaps } = await observedTimes(reader, recipe);
  if (bound === undefined) return (up + perhaps / 2) / began;
  const events = poissonInterval(began, bound.level);
  return bound.side === 'low' ? up / events.high : (up + perhaps) / events.low;
}

async function judgedNumber(reader: WindowSource, { parameters }: Recipe): Promise<number> {
  const judgement = await reader.judgement(Number(parameters?.['judgement']));
  let value: unknown = judgement?.result;
  for (const key of String(parameters?.['path']).split('.')) value = value instanceof Object ? Reflect.get(value, key) : undefined;
  return typeof value === 'number' ? value : Number.NaN;
}
