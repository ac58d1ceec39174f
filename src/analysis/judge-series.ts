import { anomalies, type Anomaly } from './anomalies.ts';
import { changePoints } from './change-points.ts';
import { describe, type SeriesDescription } from './describe.ts';
import { groupsDescription, type GroupsDescription } from './groups-description.ts';
import { judgeOutages, type OutageJudgement } from './judge-outages.ts';
import type { ChangePointOptions, Regimes } from './regime-types.ts';
import type { TimedSeries } from './timed-series.ts';
import type { Fluctuation, Look, TooFew, Unit, VarianceComponents } from './types.ts';

/** A series with what is known beside its values. */
export interface KnownSeries extends TimedSeries {
  /** Rows whose act failed, ascending; their values are NaN. */
  readonly failures: readonly { readonly index: number; readonly code: string | null }[];
  /** Machines, and which of them each row comes from; null where that is not known. */
  readonly instances: { readonly names: readonly string[]; readonly of: Float64Array } | null;
}

/** All that is said of one series. Indices are rows, missing ones counted. */
export interface SeriesJudgement extends Regimes {
  /** Rows. */
  readonly n: number;
  /** Rows without a value, those of failed acts among them. */
  readonly missing: number;
  readonly failed: number;
  /** null: there is no value. */
  readonly fluctuation: Fluctuation | null;
  /** What else is said of the values; null: there is none. */
  readonly description: Omit<SeriesDescription, 'fluctuation'> | null;
  /** Within and between machines; null where they are not known, or only one is. */
  readonly components: ((VarianceComponents | TooFew) & Omit<GroupsDescription, 'components'>) | null;
  readonly anomalies: readonly Anomaly[];
  /** What the failures say; null where nothing failed or the rows have no times. `observations` are rows. */
  readonly reliability: OutageJudgement | null;
}

export interface JudgeSeriesOptions extends ChangePointOptions {
  /** Whose wall clock hours and weekdays are: IANA name, or offset as in +02:00; UTC unless given. */
  readonly timeZone?: string;
}

/** With more machines than these, what lies within and between them is told, and not each of them. */
const MOST_MACHINES = 100;

/** Fluctuation, regimes, anomalies and outages of one series, by the defaults of docs/judging.md. */
export function judgeSeries(series: KnownSeries, options: JudgeSeriesOptions = {}): SeriesJudgement {
  const { values, failures, instances } = series;
  const described = describe(series, { ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }), ...machines(instances) });
  const { fluctuation = null, ...description } = described ?? {};
  const missing = values.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0);
  return {
    n: values.length,
    missing,
    failed: failures.length,
    ...changePoints(series, options),
    fluctuation,
    description: described === undefined ? null : (description as Omit<SeriesDescription, 'fluctuation'>),
    components: instances === null || instances.names.length < 2 ? null : componentsOf(unitsOf(values, instances)),
    anomalies: anomalies(series),
    reliability: failures.length === 0 || series.times === null ? null : judgeOutages(looksOf(series, series.times)),
  };
}

function componentsOf(units: readonly Unit[]): NonNullable<SeriesJudgement['components']> {
  const { components, ...beside } = groupsDescription(units);
  return { ...components, ...beside };
}

function machines(instances: KnownSeries['instances']): { readonly groups?: readonly (string | null)[] } {
  if (instances === null || instances.names.length < 2 || instances.names.length > MOST_MACHINES) return {};
  return { groups: Array.from(instances.of, (machine) => instances.names[machine] ?? null) };
}

function unitsOf(values: Float64Array, { names, of }: NonNullable<KnownSeries['instances']>): readonly Unit[] {
  const units = names.map((key) => ({ key, values: [] as number[] }));
  for (const [row, value] of values.entries()) if (Number.isFinite(value)) units[of[row] as number]?.values.push(value);
  return units;
}

/** A value that is missing for no failure tells nothing of the subject. */
function looksOf({ values, failures }: KnownSeries, times: Float64Array): readonly Look[] {
  const codes = new Map(failures.map(({ index, code }) => [index, code]));
  return Array.from(values, (value, obs): Look => {
    const failed = codes.has(obs);
    const outcome = failed ? 'failed' : Number.isFinite(value) ? 'ok' : 'unknown';
    return { at: times[obs] as number, outcome, code: codes.get(obs) ?? null, obs };
  });
}
