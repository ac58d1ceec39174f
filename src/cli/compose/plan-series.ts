import { varianceComponents } from '../../analysis/components.ts';
import { deviationFactors, planComparison, unitsTaken, type Plan, type PlanOptions } from '../../analysis/plan-comparison.ts';
import type { Scatter } from '../../analysis/power.ts';
import { normalRandom } from '../../analysis/normal-random.ts';
import { median } from '../../analysis/quantile.ts';
import { repetitions } from '../../analysis/repetitions.ts';
import { phaseValuesOf } from '../../analysis/select.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { StoreReader } from '../../store/api.ts';
import type { RunFacts } from '../../store/rows.ts';
import { checkSeries, type StoredSeries } from './check-series.ts';

export interface PlanChoice extends Pick<PlanOptions, 'ratio' | 'power' | 'pairs' | 'seed'> {
  readonly target: string;
  readonly campaign?: string;
  readonly last?: number;
  /** A metric, or a series as `check` names it. */
  readonly metric: string;
  readonly margin?: number;
  readonly alpha?: number;
  readonly jobs?: number;
  /** Units a side today; those of the baseline and of `check.last` runs where absent. */
  readonly units?: number;
  readonly cost?: number;
  /** Half-width of the interval of a median, as a share. */
  readonly precision?: number;
}

export interface PlannedSeries extends Plan {
  /** null: given by hand. */
  readonly key: string | null;
  readonly unit: 'run' | 'host' | 'unit';
  /** What the scatter was measured on; null by hand. */
  readonly measured: {
    readonly units: number;
    readonly values: number;
    readonly betweenFactors: { readonly low: number; readonly high: number };
  } | null;
  readonly scatter: Scatter;
  readonly margin: number;
  readonly alpha: number;
  readonly cost: number | null;
  /** Of a job on one unit until its median is known that well; null: not asked for, or it cannot be told. */
  readonly repetitions: number | null;
}

/** Newest runs that the scatter is taken from unless said. */
const LAST = 20;
/** Made-up jobs from which repetitions are drawn where there are no measured ones. */
const MADE_UP = 2000;

/** The plan from the scatter of stored runs, for each series of the metric. Throws `no-data`, `unknown-id`, `too-few-units`. */
export async function planSeries(config: Config, reader: StoreReader, choice: PlanChoice): Promise<readonly PlannedSeries[]> {
  const { target, campaign, last, metric } = choice;
  const filter = campaign === undefined ? { last: last ?? LAST } : { campaign };
  const runs = await reader.runs({ ...filter, target, state: 'done' });
  if (runs.length === 0) {
    throw new HarnessError(
      'no-data',
      `There is no finished run of ${target}${campaign === undefined ? '' : ` in campaign "${campaign}"`}`,
      {
        hint: 'Run `evenkeel run` first, or give the scatter by hand: evenkeel plan --within 5% --between 3%',
      },
    );
  }
  const facts = await reader.facts(runs.map(({ uid }) => uid));
  const all = checkSeries(facts);
  const chosen = all.filter(({ key }) => key === metric || key.startsWith(`${metric} `));
  if (chosen.length === 0) {
    throw new HarnessError('unknown-id', `These runs have no "${metric}"`, { hint: `They have ${all.map(({ key }) => key).join(', ')}.` });
  }
  const baseline = await reader.baseline(config.check.baseline);
  const before = baseline === undefined ? [] : checkSeries(await reader.facts(baseline.runs));
  // The least that one comparison of a check gets: level and spread of everything share its budget.
  const budget = config.check.alarmsPerMonth / config.check.checksPerMonth / (2 * all.length);
  const alpha = choice.alpha ?? Math.min(budget, 0.05);
  const plans = chosen.flatMap((series) => planned(config, facts, series, before, { ...choice, alpha }) ?? []);
  if (plans.length > 0) return plans;
  const units = Math.max(...chosen.map((series) => series.units.length));
  throw new HarnessError(
    'too-few-units',
    `The scatter of ${metric} cannot be told from ${units} ${runs[0]?.sharesHost === true ? 'runs' : 'hosts'}: it takes two, and one with two values`,
    {
      hint: 'Take more runs in with --last or --campaign, or give it by hand: evenkeel plan --within 5% --between 3%',
    },
  );
}

/** The plan from a scatter that somebody knows; no store is needed. */
export function planByHand(config: Config, scatter: Scatter, choice: Omit<PlanChoice, 'target' | 'metric'>): PlannedSeries {
  const { units, cost = null, precision, ratio, power, pairs, seed, margin = config.check.margin } = choice;
  const alpha = choice.alpha ?? Math.min(config.check.alarmsPerMonth / config.check.checksPerMonth, 0.05);
  const today = units === undefined ? null : { before: units, after: units };
  const plan = planComparison(scatter, { ratio, power, pairs, seed, margin, alpha, today, cost });
  const normal = normalRandom(seededRandom(seed));
  const jobs = precision === undefined ? [] : Array.from({ length: MADE_UP }, () => Math.exp(scatter.withinCv * normal()));
  const repeated = precision === undefined ? null : repetitions(jobs, { precision, seed });
  return { key: null, unit: 'unit', measured: null, scatter, margin, alpha, cost, ...plan, repetitions: repeated };
}

function planned(
  config: Config,
  facts: RunFacts,
  series: StoredSeries,
  baseline: readonly StoredSeries[],
  choice: PlanChoice & { readonly alpha: number },
): PlannedSeries | null {
  const parts = varianceComponents(series.units);
  if ('tooFew' in parts) return null;
  const { ratio, power, pairs, seed, alpha, precision, margin = config.check.margin } = choice;
  const jobs = choice.jobs ?? Math.round(median(series.units.map(({ values }) => values.length)));
  const scatter = { jobs, withinCv: parts.withinCv, betweenCv: parts.betweenCv };
  const cost = choice.cost ?? measuredCost(facts, series);
  const same = baseline.find(({ key, comparable }) => key === series.key && comparable === series.comparable);
  const perRun = series.units.length / facts.runs.length;
  const before = choice.units ?? same?.units.length ?? series.units.length;
  const wanted = Math.max(1, Math.round(perRun * config.check.last));
  const today = { before, after: choice.units ?? unitsTaken(before, wanted, alpha) ?? wanted };
  return {
    key: series.key,
    unit: facts.runs[0]?.sharesHost === true ? 'run' : 'host',
    measured: { units: parts.units, values: parts.n, betweenFactors: deviationFactors(parts.units) },
    scatter,
    margin,
    alpha,
    cost,
    ...planComparison(scatter, { ratio, power, pairs, seed, margin, alpha, today, cost }),
    repetitions: precision === undefined ? null : repetitions(withoutUnits(series), { precision, seed }),
  };
}

/** Time of renting, a unit, in median jobs: known for the times of jobs only. */
function measuredCost(facts: RunFacts, { key, units }: StoredSeries): number | null {
  if (!key.startsWith('job_duration_seconds')) return null;
  const renting = phaseValuesOf(facts).reduce((sum, { value }) => sum + value, 0);
  const job = median(units.flatMap(({ values }) => values));
  return renting > 0 && job > 0 ? renting / units.length / job : null;
}

/** Each value as a share of its unit's median. */
function withoutUnits({ units }: StoredSeries): readonly number[] {
  return units.flatMap(({ values }) => {
    const centre = median(values);
    return values.map((value) => value / centre);
  });
}
