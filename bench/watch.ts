import { parseArgs } from 'node:util';
import { anomalies } from '../src/analysis/anomalies.ts';
import { STRETCH_US } from '../src/analysis/look-medians.ts';
import { startOnlineWatch, watchPoint } from '../src/analysis/online-watch.ts';
import { poissonInterval } from '../src/analysis/poisson-interval.ts';
import { print, table, type Figure } from './figures/print.ts';
import { chance, nothing, type Source } from './noise/series.ts';

/** What the watch tells of a series where nothing happens, how soon it tells a shift, one point every five minutes; and how many anomalies nothing has. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, series] = [Number(given.seed), Number(given.series)];
const DAY = 288;
const WEEK = 7 * DAY;
/** A week to settle, and as long again to see it. */
const SHIFT_AT = 7 * DAY;
const figures: Figure[] = [];

const { normal } = chance(seed + 1);
const daily = (amplitude: number): Source => {
  return (n) =>
    Float64Array.from({ length: n }, (_, index) => Math.exp(0.1 * normal() + amplitude * Math.sin((index * 2 * Math.PI) / DAY)));
};
const night: Source = (n) => Float64Array.from({ length: n }, (_, index) => Math.exp(0.1 * normal() - (index % DAY < 96 ? 0.3 : 0)));
const { 'random walk': _, ...steady } = nothing(seed);

const silent = [['nothing happens', 'alarms a day', 'false changes', 'in days', 'a year', '95 % bound', 'ms a point']];
for (const [name, source] of Object.entries(steady)) silent.push(falseChanges(name, source, 0));
silent.push(falseChanges('daily course of 10 %, first three days', daily(0.1), 0, 3 * DAY));
silent.push(falseChanges('daily course of 10 %, then', daily(0.1), 3 * DAY));
silent.push(falseChanges('daily course of 20 %, then', daily(0.2), 3 * DAY));
silent.push(falseChanges('nights 26 % lower, first three days', night, 0, 3 * DAY));
silent.push(falseChanges('nights 26 % lower, then', night, 3 * DAY));

const shifts = [1.05, 1.1, 1.2, 1.3, 1.5];
const told = [['a shift, noise of 10 %', ...shifts.map((ratio) => `× ${ratio}: found, median and 90 % delay`)]];
const [remembering, spiky] = [nothing(seed + 2)['AR .6'] as Source, nothing(seed + 3)['3 % spikes of 1.5 to 4 times'] as Source];
const bases: Readonly<Record<string, Source>> = {
  independent: (n) => Float64Array.from({ length: n }, () => Math.exp(0.1 * normal())),
  'AR .6': remembering,
  '3 % spikes of 1.5 to 4 times, noise of 5 %': spiky,
  'daily course of 20 %': daily(0.2),
};
for (const [name, source] of Object.entries(bases)) told.push([name, ...shifts.map((ratio) => delays(name, source, ratio))]);

const novel = [['nothing happens', 'anomalies in 500 rows', 'in 4,000 rows']];
for (const [name, source] of Object.entries(nothing(seed + 4)))
  novel.push([name, novelties(name, source, 500), novelties(name, source, 4_000)]);
print(figures, `${table(silent)}\n${table(told)}\n${table(novel)}`, given.json);

function novelties(name: string, source: Source, rows: number): string {
  const counts = Array.from({ length: series }, () => anomalies({ values: source(rows) }).length);
  const value = counts.reduce((sum, count) => sum + count, 0) / series;
  figures.push({ name: `anomalies in ${rows} rows, ${name}`, unit: 'a series', value });
  return value.toFixed(2);
}

/** Changes are counted from point `from` up to `to` of two weeks. */
function falseChanges(name: string, source: Source, from: number, to = 2 * WEEK): string[] {
  let [alarms, changes] = [0, 0];
  const began = performance.now();
  for (let each = 0; each < series; each += 1) {
    for (const { index, isChange } of watched(source(to))) {
      if (index < from) continue;
      alarms += 1;
      changes += isChange ? 1 : 0;
    }
  }
  const days = (series * (to - from)) / DAY;
  const most = (poissonInterval(changes, 0.9).high / days) * 365;
  const cost = (performance.now() - began) / (series * to);
  figures.push({ name: `watch: false changes a series and year, ${name}`, unit: 'a year', value: (changes / days) * 365 });
  return [
    name,
    (alarms / days).toFixed(2),
    String(changes),
    days.toFixed(0),
    ((changes / days) * 365).toFixed(2),
    most.toFixed(2),
    cost.toFixed(4),
  ];
}

function delays(name: string, source: Source, ratio: number): string {
  const found = Array.from({ length: Math.ceil(series / 3) }, () => {
    const values = source(SHIFT_AT + DAY).map((value, index) => (index < SHIFT_AT ? value : value * ratio));
    return (watched(values).find(({ index, isChange }) => isChange && index >= SHIFT_AT)?.index ?? Infinity) - SHIFT_AT + 1;
  }).toSorted((a, b) => a - b);
  const share = found.filter((delay) => delay < Infinity).length / found.length;
  const at = (place: number): string => String(found[Math.floor(place * found.length)] ?? Infinity).replace('Infinity', '–');
  figures.push({ name: `watch: shift × ${ratio} told within a day, ${name}`, unit: 'share', value: share });
  return `${(100 * share).toFixed(0)} %, ${at(0.5)}, ${at(0.9)}`;
}

function watched(values: Float64Array): readonly { readonly index: number; readonly isChange: boolean }[] {
  const watch = startOnlineWatch();
  return [...values].flatMap((value, index) => {
    const raised = watchPoint(watch, index * STRETCH_US, value);
    return raised === null ? [] : [{ index, isChange: raised.moved !== null }];
  });
}
