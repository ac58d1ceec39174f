import { parseArgs } from 'node:util';
import { changePoints } from '../src/analysis/change-points.ts';
import { print, table, type Figure } from './figures/print.ts';
import { chance, type Source } from './noise/series.ts';

/** Time and memory of change points, by length and shape; and of many short series in one process. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const { normal, random } = chance(Number(given.seed));
const around = (level: (index: number, n: number) => number): Source => {
  return (n) => Float64Array.from({ length: n }, (_, index) => level(index, n) + 5 * normal());
};
const shapes: Readonly<Record<string, Source>> = {
  'no change': around(() => 100),
  'one change': around((index, n) => (index < n / 3 ? 100 : 120)),
  'a change every 500': around((index) => 100 + 20 * (Math.floor(index / 500) % 2)),
  'a change every 50': around((index) => 100 + 20 * (Math.floor(index / 50) % 2)),
  '40 steps up': around((index, n) => 100 + 10 * Math.floor((40 * index) / n)),
  trend: around((index, n) => 100 + (100 * index) / n),
  sine: around((index, n) => 100 + 50 * Math.sin((60 * index) / n)),
  'two values': (n) => Float64Array.from({ length: n }, () => (random() < 0.5 ? 1 : 2)),
  constant: (n) => new Float64Array(n).fill(7),
  '5 % spikes': (n) => Float64Array.from({ length: n }, () => (100 + 5 * normal()) * (random() < 0.05 ? 1.5 + 2.5 * random() : 1)),
  'random walk': (n) => {
    let level = 10_000;
    return Float64Array.from({ length: n }, () => (level += normal()));
  },
};
const lengths = [1e3, 1e4, 1e5, 1e6].filter((n) => n <= Number(given.most));
const figures: Figure[] = [];
const rows = [['seconds', ...lengths.map((n) => `n ${n.toLocaleString('en')}`)]];
for (const [name, source] of Object.entries(shapes)) {
  changePoints({ times: null, values: source(1000) });
  const times = lengths.map((n) => {
    const values = source(n);
    const began = performance.now();
    changePoints({ times: null, values });
    const seconds = (performance.now() - began) / 1000;
    figures.push({ name: `change points, ${name}, n ${n}`, unit: 's', value: seconds });
    return seconds;
  });
  rows.push([name, ...times.map((seconds) => seconds.toFixed(3))]);
}
const began = performance.now();
const short = shapes['no change'] as Source;
let reported = 0;
for (let run = 0; run < 10_000; run += 1) reported += changePoints({ times: null, values: short(200) }).changePoints.length;
const seconds = (performance.now() - began) / 1000;
const peak = process.resourceUsage().maxRSS / 1000;
figures.push(
  { name: 'change points, 10,000 series of 200 values', unit: 's', value: seconds },
  { name: 'change points, largest resident memory of the whole bench', unit: 'MB', value: peak },
);
const text = `10,000 series of 200 values: ${seconds.toFixed(1)} s, ${reported} reports; largest resident memory of all this ${peak.toFixed(0)} MB\n`;
print(figures, `${table(rows)}\n${text}`, given.json);
