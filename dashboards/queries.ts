/** PromQL: of the targets that are chosen. */
export const OF_TARGET = 'target=~"$target"';

/** SQL: in the range that is shown; `at_us` and not `time`, since only the stored column can be searched by range. */
export const IN_RANGE = 'at_us >= $__from * 1000 and at_us < $__to * 1000';

/** SQL: of the targets that are chosen. */
export const SQL_TARGET = 'target in (${target:sqlstring})';

/** SQL: of the campaigns that are chosen; a run outside any is called `none`. */
export const SQL_CAMPAIGN = "coalesce(campaign, 'none') in (${campaign:sqlstring})";

/** Share of first attempts that failed, 0 … 1, over `window`; unknown ones count on neither side. */
export function failedShare(by: string, window: string, selector: string): string {
  const increase = (outcome: string): string =>
    `sum by (${by}) (increase(evenkeel_observations_total{outcome${outcome},${selector}}[${window}]))`;
  return `${increase('="failed"')} / (${increase('=~"ok|slow|failed"')} > 0)`;
}

/** Quantile `q` (0 … 1) of a histogram of the catalogue, in its base unit; as exact as its buckets. */
export function quantile(q: number, metric: string, by: string, selector: string, window = '$__rate_interval'): string {
  return `histogram_quantile(${q}, sum by (le, ${by}) (rate(evenkeel_${metric}_bucket{${selector}}[${window}])))`;
}

/** Mean of a histogram of the catalogue, exact. */
export function mean(metric: string, by: string, selector: string, window = '$__rate_interval'): string {
  const rate = (part: string): string => `sum by (${by}) (rate(evenkeel_${metric}_${part}{${selector}}[${window}]))`;
  return `${rate('sum')} / (${rate('count')} > 0)`;
}

/** Single acts of one metric as points; `label` is SQL for what tells the series apart. Failed acts give no timing. */
export function actsOf(metric: string, label: string, more = ''): string {
  return `select time, ${label} as series, value
from g_samples
where metric = '${metric}' and ${IN_RANGE} and ${SQL_TARGET} and outcome in ('ok', 'slow')${more}
order by at_us
limit 20000`;
}
