import { compareUnits } from '../../src/analysis/compare.ts';
import { varianceComponents } from '../../src/analysis/components.ts';
import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { judgeObjective, type Objective } from '../../src/analysis/objectives.ts';
import type { Comparison } from '../../src/analysis/types.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Recipe } from '../document.ts';
import { numeralsIn } from '../numerals.ts';
import { comparisonCode, steadyCode } from '../verdict-claim.ts';
import { quantileOf } from './order.ts';
import { selectObservations, selectSamples, selectUnits } from './select-rows.ts';
import { sideOf } from './side-of.ts';

// Exact tests and F intervals have no short second way: the rows are selected apart, the function is the one that judged.

export function componentOf(facts: RunFacts, { statistic, of, bound }: Recipe): number {
  const byInstance = new Map<number, number[]>();
  for (const { instanceId, value } of selectSamples(facts, of)) {
    if (instanceId !== null) byInstance.set(instanceId, [...(byInstance.get(instanceId) ?? []), value]);
  }
  const parts = varianceComponents([...byInstance].map(([id, values]) => ({ key: String(id), values })));
  if ('tooFew' in parts) return Number.NaN;
  if (statistic === 'icc') return sideOf(parts.icc, bound);
  return statistic === 'within_cv' ? parts.withinCv : parts.betweenCv;
}

/** Ratios and p values of a comparison; the ratio of levels itself is computed here. */
export function compared(facts: RunFacts, recipe: Recipe): number {
  const { statistic, bound } = recipe;
  const { before, after, comparison } = comparisonOf(facts, recipe, statistic.startsWith('level') ? 'level' : 'spread');
  if (statistic.endsWith('_p')) return comparison.p ?? Number.NaN;
  if (bound !== undefined || statistic === 'spread_ratio') return sideOf(comparison.ratio, bound);
  const medians = (side: typeof before): readonly number[] => side.map(({ values }) => quantileOf(values, 0.5));
  const ratios = medians(after).flatMap((late) => medians(before).map((early) => Math.log(late / early)));
  return Math.exp(quantileOf(ratios, 0.5));
}

/** The number of the verdict of a comparison, or of the steadiness of one selection. */
export function verdictOf(facts: RunFacts, recipe: Recipe): number {
  const about = recipe.parameters?.['about'];
  if (about === 'level' || about === 'spread') return comparisonCode(comparisonOf(facts, recipe, about).comparison);
  const bounds = fluctuation(selectSamples(facts, recipe.of).map(({ value }) => value))?.robustCv;
  if (about !== 'steady' || bounds === undefined) return Number.NaN;
  const limit = Number(recipe.parameters?.['limit']);
  if (bounds.high !== null && bounds.high <= limit) return steadyCode('steady');
  return steadyCode(bounds.low !== null && bounds.low > limit ? 'unsteady' : 'not decided');
}

interface ComparedSides {
  readonly before: ReturnType<typeof selectUnits>;
  readonly after: ReturnType<typeof selectUnits>;
  readonly comparison: Comparison;
}

function comparisonOf(facts: RunFacts, { of, against, parameters }: Recipe, about: 'level' | 'spread'): ComparedSides {
  const [before, after] = [selectUnits(facts, against ?? of), selectUnits(facts, of)];
  const worse = parameters?.['worse'];
  const comparison = compareUnits(before, after, {
    claim: about,
    worse: worse === 'up' || worse === 'down' ? worse : 'either',
    margin: Number(parameters?.['margin']),
    alpha: Number(parameters?.['alpha']),
  });
  return { before, after, comparison };
}

export function judged(facts: RunFacts, { of, against, bound, parameters }: Recipe): number {
  const values = of.metric === undefined ? [] : selectSamples(facts, of).map(({ value }) => value);
  const looks =
    against === undefined ? [] : selectObservations(facts, against).map(({ at, outcome, code, id }) => ({ at, outcome, code, obs: id }));
  const [limit, worse] = [Number(parameters?.['limit']), parameters?.['worse']];
  const stat = parameters?.['stat'] as Objective['stat'];
  const result = judgeObjective({ id: '', stat, limit, worse: worse === 'up' || worse === 'down' ? worse : 'either' }, { values, looks });
  const part = String(parameters?.['part']);
  if (part === 'n') return result.n;
  if (part.startsWith('reason')) return Number(numeralsIn(result.reason ?? '')[Number(part.slice(6))] ?? Number.NaN);
  return result.value === null ? Number.NaN : sideOf(result.value, bound);
}
