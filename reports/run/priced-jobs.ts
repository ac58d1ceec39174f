import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { groupBy } from '../../src/analysis/group-by.ts';
import type { Estimate, Fluctuation } from '../../src/analysis/types.ts';
import type { PriceConfig } from '../../src/config/types.ts';
import type { Selection } from '../document.ts';
import type { MeasuredSeries } from './measured-series.ts';
import type { RunModel } from './model.ts';

/** The times of one kind of job on the instances of one flavour, or of one flavour and CPU model. */
export interface FlavourJobs {
  readonly target: string;
  readonly flavour: string;
  readonly cpuModel: string | null;
  readonly series: MeasuredSeries;
  readonly fluctuation: Fluctuation;
  readonly selection: Selection;
}

/** Times of jobs by flavour, of each kind; `byCpu`: and by CPU model. A run has one target. */
export function flavourJobs({ facts, series }: RunModel, { byCpu }: { readonly byCpu: boolean }): readonly FlavourJobs[] {
  const instances = new Map(facts.instances.map((instance) => [instance.id, instance]));
  const targets = new Map(facts.runs.map(({ id, target }) => [id, target]));
  const keyOf = (id: number | null): string => {
    const instance = id === null ? undefined : instances.get(id);
    if (instance === undefined) return '';
    return JSON.stringify([targets.get(instance.runId), instance.flavour, byCpu ? instance.cpuModel : null]);
  };
  return series
    .filter(({ metric }) => metric === 'job_duration_seconds')
    .flatMap((one) =>
      [...groupBy(one.rows, ({ instanceId }) => keyOf(instanceId))]
        .filter(([key]) => key !== '')
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, rows]): readonly FlavourJobs[] => {
          const [target, flavour, cpuModel] = JSON.parse(key) as [string, string, string | null];
          const spread = fluctuation(rows.map(({ value }) => value));
          if (spread === undefined) return [];
          const selection = { ...one.selection, target, flavour, ...(cpuModel === null ? {} : { cpuModel }) };
          return [{ target, flavour, cpuModel, series: one, fluctuation: spread, selection }];
        }),
    );
}

/** The price of a flavour: that of its target before that of every target, the newest first. */
export function priceOf(
  prices: readonly PriceConfig[],
  { target, flavour }: Pick<FlavourJobs, 'target' | 'flavour'>,
): PriceConfig | undefined {
  const fitting = prices.filter((price) => price.flavour === flavour && (price.target === null || price.target === target));
  const newest = fitting.toSorted((a, b) => (a.date < b.date ? 1 : -1));
  return newest.find((price) => price.target === target) ?? newest[0];
}

/** Of one job in the median: money, and how many of them one unit of money buys. */
export function costs({ median }: Fluctuation, perHour: number): { readonly cost: Estimate; readonly perMoney: Estimate } {
  const scaled = (seconds: number | null): number | null => (seconds === null ? null : (seconds * perHour) / 3600);
  const inverse = (money: number | null): number | null => (money === null ? null : 1 / money);
  const cost = { ...median, value: (median.value * perHour) / 3600, low: scaled(median.low), high: scaled(median.high) };
  return { cost, perMoney: { ...cost, value: 1 / cost.value, low: inverse(cost.high), high: inverse(cost.low) } };
}
