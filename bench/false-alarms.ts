import { parseArgs } from 'node:util';
import { changePoints } from '../src/analysis/change-points.ts';
import { print, table, type Figure } from './figures/print.ts';
import { exactBounds } from './regimes/exact-bounds.ts';
import { nullSeries } from './regimes/null-series.ts';
import { power } from './regimes/power.ts';

/** How often change points are reported where nothing changes, and found where something does; the code path that users run. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '3000' },
    n: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, series, n] = [Number(given.seed), Number(given.series), Number(given.n)];
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const figures: Figure[] = [];

const falseAlarms = [['no change, with any report', 'share', 'at least', 'at most', 'aim']];
for (const { name, source, target } of nullSeries(seed)) {
  let reported = 0;
  for (let run = 0; run < series; run += 1) {
    if (changePoints({ times: null, values: source(n) }).changePoints.length > 0) reported += 1;
  }
  const { low, high } = exactBounds(reported, series);
  const isOver = target !== null && low > target;
  // Certainly above what is promised.
  if (isOver) process.exitCode = 1;
  const aim = target === null ? '' : `${percent(target)}${isOver ? ' missed' : ''}`;
  falseAlarms.push([name, percent(reported / series), percent(low), percent(high), aim]);
  const figure = { name: `false alarms, ${name}, n ${n}, ${series} series`, unit: 'share', value: reported / series };
  figures.push({ ...figure, peers: { 'at least (95 %)': low, 'at most (95 %)': high, ...(target === null ? {} : { aim: target }) } });
}

const found = [['steps of 200 values, CV 5 %', 'located within 5', 'at least', 'others a series', 'place held', 'size held']];
for (const spikes of [0, 0.03]) {
  for (const steps of [1, 3]) {
    for (const step of [0.5, 1, 2, 3]) {
      const runs = Math.ceil(series / 3);
      const { located, extra, placeHeld, sizeHeld } = power(seed + 100, runs, { step, steps, spikes });
      const name = `${steps === 1 ? 'one step' : 'three steps up'} of ${step} sd${spikes > 0 ? ', 3 % spikes' : ''}`;
      const { low } = exactBounds(Math.round(located * runs * steps), runs * steps);
      found.push([name, percent(located), percent(low), extra.toFixed(3), percent(placeHeld), percent(sizeHeld)]);
      figures.push({ name: `located within 5, ${name}, ${runs} series`, unit: 'share', value: located, peers: { 'at least (95 %)': low } });
    }
  }
}
print(figures, `${table(falseAlarms)}\n${table(found)}`, given.json);
