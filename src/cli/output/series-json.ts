import type { JudgedSeries } from '../compose/analyze-files.ts';

/** One element of `data`: the contract in docs/analyzing.md. Instants are µs since 1970; what is not finite is null. */
export function seriesElement({ file, format, series, judgement }: JudgedSeries): object {
  const { n, missing, failed, changePoints, regimes, effect, prepared, fluctuation, description, components, reliability, anomalies } =
    judgement;
  const { outages = [], ...rest } = reliability ?? {};
  return {
    series: series.name.key,
    file,
    format,
    metric: series.name.metric,
    unit: series.name.unit,
    groups: series.name.groups,
    firstAt: series.times?.[0] ?? null,
    lastAt: series.times?.at(-1) ?? null,
    n,
    missing,
    failed,
    effect,
    prepared,
    changePoints,
    regimes,
    fluctuation: fluctuation === null ? null : { ...fluctuation, ...description },
    components,
    outages,
    reliability: reliability === null ? null : rest,
    anomalies,
  };
}

/** `{"data": […], "meta": …}` piece by piece: ten thousand series need not be held at once. */
export function jsonStream(print: (text: string) => void): { element(value: object): void; end(meta: object): void } {
  let written = 0;
  return {
    element(value) {
      print(`${written === 0 ? '{"data":[' : ','}${JSON.stringify(value)}`);
      written += 1;
    },
    end(meta) {
      print(`${written === 0 ? '{"data":[' : ''}],"meta":${JSON.stringify(meta)}}\n`);
    },
  };
}
