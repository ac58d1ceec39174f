import { parseArgs } from 'node:util';
import { bands } from '../src/analysis/bands.ts';
import { dip } from '../src/analysis/dip.ts';
import { wilson } from '../src/analysis/wilson.ts';
import { print, table, type Figure } from './figures/print.ts';
import { chance, mixed, moving, nothing, type Source } from './noise/series.ts';

/**
 * How often several bands are reported where there is one, and how often two are found where there are two; with `--table`
 * the quantiles of the dip that the test reads its p from.
 */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '3000' },
    table: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [seed, series] = [Number(given.seed), Number(given.series)];
const LENGTHS = [50, 200, 1000];
const figures: Figure[] = [];

if (given.table) print(figures, table(quantiles()), false);
else {
  const silent = [['several bands of one (95 % bound)', ...LENGTHS.map((n) => `n = ${n}`)]];
  for (const [name, source] of [...Object.entries(nothing(seed)), ...Object.entries(moving(seed + 1))]) {
    silent.push([name, ...LENGTHS.map((n) => falseAlarms(name, source, n))]);
  }
  const found = [['two bands found', ...LENGTHS.map((n) => `n = ${n}`)]];
  for (const share of [0.5, 0.2, 0.1]) {
    for (const ratio of [1.05, 1.1, 1.2, 1.5]) {
      const name = `${100 * share} % of the values ${ratio} times`;
      found.push([name, ...LENGTHS.map((n) => percent(shareOf(n, mixed(seed + 2, share, ratio), (count) => count === 2)))]);
    }
  }
  print(figures, `${table(silent)}\n${table(found)}`, given.json);
}

function falseAlarms(name: string, source: Source, n: number): string {
  const share = shareOf(n, source, (count) => count > 1);
  figures.push({ name: `bands: false alarms, ${name}, n = ${n}`, unit: 'share', value: share });
  const high = wilson(Math.round(share * series), series, 0.9).high;
  return `${percent(share)} (${percent(high ?? 1)})`;
}

function shareOf(n: number, source: Source, counts: (bands: number) => boolean): number {
  let hits = 0;
  for (let run = 0; run < series; run += 1) if (counts(bands(source(n))?.bands.length ?? 1)) hits += 1;
  return hits / series;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}

function quantiles(): readonly (readonly string[])[] {
  const tails = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
  const { random } = chance(seed);
  const rows = [10, 20, 50, 100, 200, 500, 1000, 5000].map((n) => {
    const samples = n <= 100 ? 200_000 : Math.max(20_000, 60_000_000 / n / 2);
    const values = new Float64Array(n);
    const scaled = Float64Array.from({ length: samples }, () => {
      // Sums of exponential steps are uniform order statistics up to a scale, which the dip does not see.
      let sum = 0;
      for (let rank = 0; rank < n; rank += 1) values[rank] = sum -= Math.log(1 - random());
      return Math.sqrt(n) * dip(values);
    }).sort();
    return [String(n), ...tails.map((tail) => (scaled[Math.floor(samples * (1 - tail))] as number).toFixed(4))];
  });
  return [['n', ...tails.map(String)], ...rows];
}
